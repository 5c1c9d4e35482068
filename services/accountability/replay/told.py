"""What accountability has said itself: up to when time has spoken, and how alerts were handled.

A replay lets time pass as far as the live system has said something of it, and no further: what is
due later the live consumer raises, with everything that follows from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.accountability.alerts.alert import Alert, fold_into
from services.accountability.replay.scope import Scope
from shared.database import Connection
from shared.event_store.rows import COLUMNS, from_row
from shared.events.accountability import VOCABULARY


@dataclass(frozen=True, kw_only=True)
class Told:
    """`until`: by stream, when the last derived event arose. `recorded`: the handled alerts."""

    until: Mapping[str, datetime]
    recorded: Mapping[UUID, Alert]

    def handled(self, derived: Mapping[UUID, Alert]) -> Iterator[Alert]:
        for alert_id, alert in derived.items():
            known = self.recorded.get(alert_id)
            yield alert if known is None else _as_handled(alert, known)


def told(connection: Connection, scope: Scope) -> Told:
    return Told(until=_until(connection, scope), recorded=_handled(connection, scope))


def _until(connection: Connection, scope: Scope) -> Mapping[str, datetime]:
    rows = connection.execute(
        scope.select(
            """
            SELECT stream, greatest((data->>'raised_at')::timestamptz, (data->>'at')::timestamptz)
            FROM streams
            CROSS JOIN LATERAL (
                SELECT data
                FROM events
                WHERE events.stream = streams.stream
                  AND type NOT IN ('AlertAcknowledged', 'AlertSnoozed', 'AlertDismissed')
                ORDER BY version DESC
                LIMIT 1
            ) AS last
            WHERE {scope}
            """
        )
    )
    return dict(rows.fetchall())


def _handled(connection: Connection, scope: Scope) -> Mapping[UUID, Alert]:
    """Fold what was recorded of the few partnerships with an alert that somebody handled."""
    rows = connection.execute(
        scope.select(
            f"""
            SELECT {COLUMNS}
            FROM events
            WHERE stream IN (
                SELECT stream
                FROM events
                WHERE {{scope}}
                  AND type IN ('AlertAcknowledged', 'AlertSnoozed', 'AlertDismissed')
            )
            ORDER BY stream, version
            """  # noqa: S608 - our own text
        )
    )
    return fold_into({}, (from_row(row, VOCABULARY).event for row in rows))


def _as_handled(alert: Alert, known: Alert) -> Alert:
    return replace(
        alert,
        acknowledged=known.acknowledged,
        acknowledged_level=known.acknowledged_level,
        snoozed=known.snoozed,
        dismissed=known.dismissed,
    )
