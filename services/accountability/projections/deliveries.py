"""Whom must be told what? Written by the live consumer alone, so that no replay can tell anybody.

Nothing is sent from here. Managers get dates and numbers only.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.sql import Identifier

from services.accountability.alerts.alert import Alert
from shared.bulk import clear, shape, take_in
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.accountability import (
    AlertEased,
    AlertEscalated,
    AlertRaised,
    AlertResolved,
    DerivedEvent,
)

_COLUMNS = [
    ("event_id", "uuid"),
    ("alert_id", "uuid"),
    ("partnership_id", "uuid"),
    ("rule", "text"),
    ("kind", "text"),
    ("level", "text"),
    ("roles", "text"),
    ("told_at", "timestamptz"),
]
_INCOMING = Identifier("incoming_deliveries")
_SHAPE = shape(_COLUMNS)


def write_deliveries(
    connection: Connection,
    recorded: Sequence[Recorded[DerivedEvent]],
    alerts: Mapping[UUID, Alert],
) -> None:
    """Write a row for each person told; who is who in a partnership PostgreSQL looks up."""
    take_in(connection, _INCOMING, _SHAPE, _COLUMNS, _rows(recorded, alerts))
    connection.execute(
        """
        INSERT INTO deliveries (
            delivery_id, event_id, alert_id, partnership_id, rule, kind, level, role, person_id,
            detail, told_at
        )
        SELECT
            md5(event_id::text || role)::uuid, event_id, alert_id, partnership_id, rule, kind,
            level::alert_level, role,
            CASE role
                WHEN 'mentor' THEN mentor_id
                WHEN 'mentee' THEN mentee_id
                WHEN 'mentor_manager' THEN mentor_manager_id
                WHEN 'mentee_manager' THEN mentee_manager_id
            END,
            CASE WHEN role IN ('mentor_manager', 'mentee_manager') THEN 'numbers' ELSE 'full' END,
            told_at
        FROM incoming_deliveries
        JOIN participants USING (partnership_id)
        CROSS JOIN unnest(string_to_array(roles, ',')) AS role
        ON CONFLICT (delivery_id) DO NOTHING
        """
    )
    clear(connection, _INCOMING)


def _rows(
    recorded: Sequence[Recorded[DerivedEvent]], alerts: Mapping[UUID, Alert]
) -> Iterator[Sequence[Any]]:
    for entry in recorded:
        event = entry.event
        if isinstance(event, AlertEased):
            continue
        level = (
            event.level
            if isinstance(event, AlertRaised | AlertEscalated)
            else alerts[event.alert_id].level
        )
        yield (
            entry.id,
            event.alert_id,
            event.partnership_id,
            event.rule,
            _kind(event),
            level,
            ",".join(event.tell),
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
