"""What a relay tells about itself."""

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge

from shared.database import Connection


class RelayMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.published = Counter("relay_published", "Records written to Kafka", registry=registry)
        self.restarts = Counter("relay_restarts", "Starts again after a failure", registry=registry)
        self._lag = Gauge("relay_lag_rows", "Rows numbered and not yet said", registry=registry)
        self._age = Gauge(
            "relay_watermark_age_seconds", "Since when events may be missing", registry=registry
        )
        self._oldest = Gauge(
            "relay_oldest_transaction_seconds",
            "Age of the oldest visible transaction that has written and is open",
            registry=registry,
        )

    def observe(self, connection: Connection, through: datetime | None) -> None:
        """Look at the database once."""
        row = connection.execute(
            """
            SELECT
                clock_timestamp(),
                (SELECT coalesce(last_value, 0) FROM events_position_seq)
                    - (SELECT position FROM relay),
                (SELECT extract(epoch FROM clock_timestamp() - min(xact_start))::float
                 FROM pg_stat_activity
                 WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid())
            """
        ).fetchone()
        assert row is not None  # noqa: S101
        now, lag, oldest = row
        self._lag.set(max(lag, 0))
        self._oldest.set(oldest or 0)
        if through is not None:
            self._age.set((now.astimezone(UTC) - through).total_seconds())
