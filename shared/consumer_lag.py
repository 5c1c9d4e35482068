"""How much of each topic a service has not taken in: by Kafka's ends and its own positions."""

from collections.abc import Iterable

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from shared.database import Connection
from shared.kafka.ends import Ends
from shared.observed import Look


def consumer_lag(ends: Ends) -> Look:
    def look(connection: Connection) -> Iterable[Metric]:
        rows = connection.execute('SELECT topic, partition, "offset" FROM positions').fetchall()
        positions = {(topic, number): offset for topic, number, offset in rows}
        lag = GaugeMetricFamily(
            "mentoring_consumer_lag_records",
            "Records in the partition that are not taken in yet.",
            labels=["topic", "partition"],
        )
        for (topic, number), end in ends.of(positions).items():
            lag.add_metric([topic, str(number)], end - positions[topic, number])
        yield lag

    return look
