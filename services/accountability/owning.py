"""What accountability keeps of its own events after they were taken back: alerts, handling.

Nobody is told of them again. The consumer, which hears the facts again, finds them recorded.
"""

from collections.abc import Sequence
from typing import Any

from services.accountability.alerts.alert import fold_into
from services.accountability.alerts.rows import (
    DERIVED_COLUMNS,
    HANDLING_COLUMNS,
    derived_row,
    handling_row,
)
from services.accountability.projections.alerts import known_alerts
from shared.bulk import Table
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.accountability import TOPIC, VOCABULARY
from shared.restore import Own
from shared.settings import KafkaSettings
from shared.taking_back import Taken, taken_back

_TABLE = Table(name="alerts", key="alert_id", columns=[*DERIVED_COLUMNS, *HANDLING_COLUMNS])


def keep(connection: Connection, _kafka: KafkaSettings, taken: Taken) -> None:
    for recorded in taken_back(connection, taken, VOCABULARY):
        keep_recorded(connection, recorded)


def keep_recorded(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    events = [each.event for each in recorded]
    alerts = fold_into(known_alerts(connection, {event.alert_id for event in events}), events)
    rows = ((*derived_row(alert), *handling_row(alert)) for alert in alerts.values())
    _TABLE.write(connection, rows)


OWN = Own(topic=TOPIC, keep=keep)
