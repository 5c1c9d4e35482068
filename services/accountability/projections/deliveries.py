"""Whom must be told what? Written by the live consumer alone, so that no replay can tell anybody.

Nothing is sent from here. Managers get dates and numbers only.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from services.accountability.alerts.alert import Alert
from services.accountability.projections.bulk import Upsert
from services.accountability.projections.participants import Participants, participants_of
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.accountability import (
    AlertEased,
    AlertEscalated,
    AlertRaised,
    AlertResolved,
    DerivedEvent,
)

_MANAGERS = ("mentor_manager", "mentee_manager")

_upsert = Upsert(
    table="deliveries",
    key="delivery_id",
    columns=[
        ("delivery_id", "uuid"),
        ("event_id", "uuid"),
        ("alert_id", "uuid"),
        ("partnership_id", "uuid"),
        ("rule", "text"),
        ("kind", "text"),
        ("level", "text"),
        ("role", "text"),
        ("person_id", "uuid"),
        ("detail", "text"),
        ("told_at", "timestamptz"),
    ],
)


def write_deliveries(
    connection: Connection,
    recorded: Sequence[Recorded[DerivedEvent]],
    alerts: Mapping[UUID, Alert],
) -> None:
    whose = participants_of(connection, {entry.event.partnership_id for entry in recorded})
    rows = (
        row
        for entry in recorded
        if not isinstance(entry.event, AlertEased)
        for row in _rows(entry, alerts[entry.event.alert_id], whose[entry.event.partnership_id])
    )
    _upsert.write(connection, rows)


def _rows(
    entry: Recorded[DerivedEvent], alert: Alert, whose: Participants
) -> Iterator[Sequence[Any]]:
    event = entry.event
    if isinstance(event, AlertEased):
        return
    for role in event.tell:
        yield (
            uuid5(entry.id, role),
            entry.id,
            event.alert_id,
            event.partnership_id,
            event.rule,
            _kind(event),
            event.level if isinstance(event, AlertRaised | AlertEscalated) else alert.level,
            role,
            whose.person_in(role),
            "numbers" if role in _MANAGERS else "full",
            entry.recorded_at,
        )


def _kind(event: DerivedEvent) -> str:
    match event:
        case AlertRaised():
            return "raised"
        case AlertEscalated():
            return "escalated"
        case AlertResolved():
            return "resolved"
        case _:
            return "withdrawn"
