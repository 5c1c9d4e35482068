"""What a consumer tells about itself: what it did, and where it is by its service's database."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric
from prometheus_client.core import GaugeMetricFamily

from shared.database import Connection
from shared.failures import FAILURES, failure
from shared.intake import Sorted

_SIZES = (1, 10, 100, 500, 1_000, 2_500, 5_000)


class ConsumerMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._records = Counter(
            "mentoring_consumer_records",
            "Events heard: new and taken in, duplicates that were dropped, parked.",
            ["outcome"],
            registry=registry,
        )
        self.batch_seconds = Histogram(
            "mentoring_consumer_batch_duration_seconds",
            "Taking in one batch, its commit included.",
            registry=registry,
        )
        self._sizes = Histogram(
            "mentoring_consumer_batch_records",
            "Events in one batch.",
            buckets=_SIZES,
            registry=registry,
        )
        self.assignments = Counter(
            "mentoring_consumer_assignments",
            "Times that the group's partitions were dealt out anew.",
            registry=registry,
        )
        self.restarts = Counter(
            "mentoring_consumer_restarts",
            "Starts again at the positions, by what failed.",
            ["reason"],
            registry=registry,
        )
        for outcome in ("new", "duplicate", "parked"):
            self._records.labels(outcome)
        for reason in FAILURES:
            self.restarts.labels(reason)

    def count(self, batch: Sorted) -> None:
        self._records.labels("new").inc(len(batch.new))
        self._records.labels("duplicate").inc(len(batch.duplicates))
        self._records.labels("parked").inc(len(batch.parked))
        self._sizes.observe(len(batch.new) + len(batch.duplicates) + len(batch.parked))

    def restarted(self, error: Exception) -> None:
        self.restarts.labels(failure(error)).inc()


def consumer_state(connection: Connection) -> Iterable[Metric]:
    """Look at the database once, as whoever asks for metrics does."""
    watermark = GaugeMetricFamily(
        "mentoring_consumer_watermark_timestamp_seconds",
        "Up to when everything that was said is taken in here: the time that the rules know.",
        labels=["topic", "partition"],
    )
    for topic, partition, through in connection.execute(_WATERMARKS):
        watermark.add_metric([topic, str(partition)], through)
    yield watermark
    streams, records = connection.execute(_PARKED).fetchone() or (0, 0)
    yield _gauge("parked_streams", "Streams that stopped, now.", streams)
    yield _gauge("parked_records", "Events that wait in streams that stopped, now.", records)


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"mentoring_consumer_{name}", documentation, value=value)


_WATERMARKS = """
    SELECT topic, partition, extract(epoch FROM through)::float
    FROM positions
    WHERE through IS NOT NULL
"""

_PARKED = "SELECT count(DISTINCT stream), count(*) FROM parked WHERE dropped_at IS NULL"
