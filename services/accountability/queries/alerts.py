"""The work list: alerts, worst first, a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from psycopg.rows import dict_row

from services.accountability.alerts.alert import LEVELS, Alert
from services.accountability.alerts.rows import from_row
from services.accountability.queries.visible import alerts_of
from services.accountability.viewer import Viewer
from shared.database import Connection
from shared.events.accountability import AlertLevel, Rule

State: TypeAlias = Literal["open", "closed", "any"]
Handling: TypeAlias = Literal["waiting", "acknowledged", "snoozed", "dismissed", "any"]
Position: TypeAlias = tuple[AlertLevel, str, str]

_STATES: Mapping[State, Sequence[str]] = {
    "open": ["closed_at IS NULL"],
    "closed": ["closed_at IS NOT NULL"],
    "any": ["closed_at IS NULL", "closed_at IS NOT NULL"],
}
_ORDER = "ORDER BY level DESC, due_at, alert_id"
_AWAKE = "(snoozed_until IS NULL OR snoozed_until <= %(now)s)"
_HANDLINGS: Mapping[Handling, str] = {
    "waiting": f"dismissed_at IS NULL AND {_AWAKE}",
    "acknowledged": "acknowledged_at IS NOT NULL",
    "snoozed": "snoozed_until > %(now)s AND dismissed_at IS NULL",
    "dismissed": "dismissed_at IS NOT NULL",
    "any": "TRUE",
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Of what to list: everything that is None is of no matter."""

    state: State
    handling: Handling
    rule: Rule | None = None
    level: AlertLevel | None = None
    program_id: UUID | None = None
    partnership_id: UUID | None = None


def list_alerts(  # noqa: PLR0913
    connection: Connection,
    viewer: Viewer,
    wanted: Wanted,
    *,
    now: datetime,
    after: Position | None,
    limit: int,
) -> Sequence[Alert]:
    visible, values = alerts_of(viewer)
    conditions = [visible, _HANDLINGS[wanted.handling]]
    for column in ("rule", "program_id", "partnership_id"):
        value = getattr(wanted, column)
        if value is not None:
            conditions.append(f"{column} = %({column})s")
            values[column] = value
    if after is not None:
        values |= zip(("after_due", "after_id"), after[1:], strict=True)
    pages = [
        _page((state, *conditions, *of_level))
        for state in _STATES[wanted.state]
        for of_level in _levels(wanted.level, after)
    ]
    if not pages:
        return []
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            f"SELECT * FROM ({' UNION ALL '.join(pages)}) AS page {_ORDER} LIMIT %(limit)s",  # noqa: S608
            {**values, "now": now, "limit": limit},
        )
        return [from_row(row) for row in rows]


def _levels(wanted: AlertLevel | None, after: Position | None) -> Iterator[Sequence[str]]:
    """Say for each level what is asked of it: each page then begins where an index leads to."""
    for level in reversed(LEVELS):
        if wanted not in (None, level):
            continue
        if after is None or LEVELS.index(level) < LEVELS.index(after[0]):
            yield [f"level = '{level}'"]
        elif level == after[0]:
            yield [f"level = '{level}'", _AFTER]


def _page(conditions: Sequence[str]) -> str:
    """Write the query of one page of the open or of the closed, each of which has its indexes."""
    wanted = " AND ".join(conditions)
    return f"(SELECT * FROM alerts WHERE {wanted} ORDER BY due_at, alert_id LIMIT %(limit)s)"  # noqa: S608


def position_of(alert: Alert) -> Position:
    return alert.level, alert.due_at.isoformat(), str(alert.alert_id)


def get_alert(connection: Connection, viewer: Viewer, alert_id: UUID) -> Alert | None:
    visible, values = alerts_of(viewer)
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            f"SELECT * FROM alerts WHERE alert_id = %(alert_id)s AND {visible}",  # noqa: S608
            {**values, "alert_id": alert_id},
        ).fetchone()
        return None if row is None else from_row(row)


def open_alerts(
    connection: Connection, partnership_ids: Sequence[UUID]
) -> Mapping[UUID, list[Alert]]:
    """Find the open alerts of some partnerships."""
    found: dict[UUID, list[Alert]] = {partnership_id: [] for partnership_id in partnership_ids}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows: Any = cursor.execute(
            "SELECT * FROM alerts WHERE partnership_id = ANY(%s) AND closed_at IS NULL",
            (list(partnership_ids),),
        )
        for alert in map(from_row, rows):
            found[alert.partnership_id].append(alert)
    return found


_AFTER = "(due_at, alert_id) > (%(after_due)s::timestamptz, %(after_id)s::uuid)"
