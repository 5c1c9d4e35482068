"""The alerts table: its derived columns follow the consumer, its handling the web process."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, assert_never
from uuid import UUID

from psycopg.rows import dict_row

from services.accountability.alerts.alert import Alert, fold_into
from services.accountability.alerts.rows import DERIVED_COLUMNS, derived_row, from_row
from shared.bulk import Table
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.accountability import (
    AlertAcknowledged,
    AlertDismissed,
    AlertSnoozed,
    DerivedEvent,
    HandlingEvent,
)

TABLE = Table(name="alerts", key="alert_id", columns=DERIVED_COLUMNS)


def note_derived(connection: Connection, events: Collection[DerivedEvent]) -> Mapping[UUID, Alert]:
    """Return the alerts as they are after `events`, which are about no others."""
    alerts = known_alerts(connection, {event.alert_id for event in events})
    TABLE.write(connection, map(derived_row, fold_into(alerts, events).values()))
    return alerts


def known_alerts(connection: Connection, alert_ids: Iterable[UUID]) -> dict[UUID, Alert]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("SELECT * FROM alerts WHERE alert_id = ANY(%s)", (list(alert_ids),))
        return {row["alert_id"]: from_row(row) for row in rows}


def note_handling(connection: Connection, events: Sequence[Recorded[HandlingEvent]]) -> None:
    """Take note within the append itself: who handled an alert sees it handled at once."""
    for recorded in events:
        _note_handling(connection, recorded.event)


def _note_handling(connection: Connection, event: HandlingEvent) -> None:
    match event:
        case AlertAcknowledged():
            _update(
                connection,
                event,
                "acknowledged_by = %s, acknowledged_at = %s, acknowledged_level = level",
                event.by,
                event.at,
            )
        case AlertSnoozed():
            _update(
                connection,
                event,
                "snoozed_by = %s, snoozed_at = %s, snoozed_until = %s, snoozed_reason = %s",
                event.by,
                event.at,
                event.until,
                event.reason,
            )
        case AlertDismissed():
            _update(
                connection,
                event,
                "dismissed_by = %s, dismissed_at = %s, dismissed_reason = %s",
                event.by,
                event.at,
                event.reason,
            )
        case _:
            assert_never(event)


def _update(connection: Connection, event: HandlingEvent, assignments: str, *values: Any) -> None:
    connection.execute(
        f"UPDATE alerts SET {assignments} WHERE alert_id = %s",  # noqa: S608 - our own text
        (*values, event.alert_id),
    )
