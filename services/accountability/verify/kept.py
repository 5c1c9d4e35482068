"""What the tables keep of some partnerships, all at one position."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from services.accountability.alerts.alert import Alert
from services.accountability.alerts.rows import from_row
from services.accountability.case.state import Case
from services.accountability.projections.cases import read_cases
from services.accountability.projections.participants import Participants, participants_of
from services.accountability.projections.partnerships import COLUMNS
from shared.database import Connection
from shared.event_store.rows import COLUMNS as EVENT_COLUMNS
from shared.event_store.rows import from_row as recorded_from_row
from shared.events.accountability import VOCABULARY, DerivedEvent

Said = tuple[UUID, DerivedEvent]


@dataclass(kw_only=True)
class Kept:
    case: Case | None = None
    said: list[Said] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    row: tuple[Any, ...] | None = None
    participants: Participants | None = None


def kept(connection: Connection, partnership_ids: Collection[UUID]) -> dict[UUID, Kept]:
    found = {partnership_id: Kept() for partnership_id in partnership_ids}
    ids = list(partnership_ids)
    for case in read_cases(connection, ids):
        found[UUID(case.partnership_id)].case = case
    for alert in _alerts(connection, ids):
        found[alert.partnership_id].alerts.append(alert)
    for id_, event in _said(connection, ids):
        found[event.partnership_id].said.append((id_, event))
    for row in _rows(connection, ids):
        found[row[0]].row = row
    for partnership_id, participants in participants_of(connection, ids).items():
        found[partnership_id].participants = participants
    return found


def _alerts(connection: Connection, ids: Sequence[UUID]) -> Sequence[Alert]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            "SELECT * FROM alerts WHERE partnership_id = ANY(%s) ORDER BY alert_id", (ids,)
        )
        return [from_row(row) for row in rows]


def _said(connection: Connection, ids: Sequence[UUID]) -> Sequence[Said]:
    """Read what was derived, not how it was handled."""
    rows = connection.execute(
        f"""
        SELECT {EVENT_COLUMNS}
        FROM events
        WHERE stream = ANY(%s)
          AND type NOT IN ('AlertAcknowledged', 'AlertSnoozed', 'AlertDismissed')
        ORDER BY stream, version
        """,  # noqa: S608 - our own text
        ([f"partnership-{partnership_id}" for partnership_id in ids],),
    )
    recorded = [recorded_from_row(row, VOCABULARY) for row in rows]
    return [(entry.id, entry.event) for entry in recorded]


def _rows(connection: Connection, ids: Sequence[UUID]) -> Sequence[tuple[Any, ...]]:
    columns = ", ".join(name for name, _ in COLUMNS)
    return connection.execute(
        f"SELECT {columns} FROM partnerships WHERE partnership_id = ANY(%s)",  # noqa: S608
        (ids,),
    ).fetchall()
