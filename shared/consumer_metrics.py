"""What a consumer tells about itself."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shared.intake import Sorted


class ConsumerMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._new = Counter("consumer_new", "Facts taken in", registry=registry)
        self._duplicates = Counter("consumer_duplicates", "Facts known before", registry=registry)
        self._parked = Counter("consumer_parked", "Records parked", registry=registry)
        self.batch_seconds = Histogram("consumer_batch_seconds", "One batch", registry=registry)
        self.restarts = Counter("consumer_restarts", "Starts after a failure", registry=registry)
        self.watermark = Gauge(
            "consumer_watermark_timestamp_seconds",
            "Until when everything is known",
            ["topic", "partition"],
            registry=registry,
        )

    def count(self, batch: Sorted) -> None:
        self._new.inc(len(batch.new))
        self._duplicates.inc(len(batch.duplicates))
        self._parked.inc(len(batch.parked))
