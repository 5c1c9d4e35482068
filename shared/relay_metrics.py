"""What a relay tells about itself: what it did, and how far it is by its service's database."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Metric
from prometheus_client.core import GaugeMetricFamily

from shared.database import Connection
from shared.failures import FAILURES, failure

# More is not counted: it takes long, and says nothing new.
MOST_COUNTED = 100_000


class RelayMetrics:
    def __init__(self, registry: CollectorRegistry) -> None:
        self._published = Counter(
            "mentoring_relay_published_records",
            "Records that Kafka has acknowledged.",
            ["kind"],
            registry=registry,
        )
        self.restarts = Counter(
            "mentoring_relay_restarts",
            "Starts again at the checkpoint, by what failed.",
            ["reason"],
            registry=registry,
        )
        for kind in ("event", "person"):
            self._published.labels(kind)
        for reason in FAILURES:
            self.restarts.labels(reason)

    def said(self, *, events: int, people: int) -> None:
        self._published.labels("event").inc(events)
        self._published.labels("person").inc(people)

    def restarted(self, error: Exception) -> None:
        self.restarts.labels(failure(error)).inc()


def relay_state(connection: Connection) -> Iterable[Metric]:
    """Look at the database once, as whoever asks for metrics does."""
    row = connection.execute(_STATE, {"most": MOST_COUNTED}).fetchone()
    assert row is not None  # noqa: S101
    events, people, seconds, through, fence, transaction = row
    lag = GaugeMetricFamily(
        "mentoring_relay_lag_records",
        f"Recorded and not yet said; events are counted up to {MOST_COUNTED}.",
        labels=["kind"],
    )
    lag.add_metric(["event"], events)
    lag.add_metric(["person"], people)
    yield lag
    yield _gauge("lag_seconds", "Since when the oldest event waits to be said.", seconds)
    yield _gauge("fence", "How often a relay of this service has taken over.", fence)
    yield _gauge(
        "oldest_transaction_seconds",
        "Age of the oldest visible transaction that has written and is open.",
        transaction,
    )
    yield _gauge(
        "watermark_timestamp_seconds", "Up to when everything recorded has been said.", through
    )


def _gauge(name: str, documentation: str, value: float | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"mentoring_relay_{name}", documentation, value=value)


_STATE = """
    WITH waiting AS (
        SELECT coalesce(imported_at, recorded_at) AS since
        FROM relay, LATERAL (
            SELECT imported_at, recorded_at
            FROM events
            WHERE (events.xid, events.position) > (relay.xid, relay.position)
            ORDER BY events.xid, events.position
            LIMIT %(most)s
        ) AS unsaid
    )
    SELECT
        (SELECT count(*) FROM waiting),
        (SELECT count(*) FROM people_outbox),
        coalesce(
            (SELECT extract(epoch FROM clock_timestamp() - min(since))::float FROM waiting), 0
        ),
        extract(epoch FROM said_through)::float,
        fence,
        coalesce(
            (SELECT extract(epoch FROM clock_timestamp() - min(xact_start))::float
             FROM pg_stat_activity
             WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()),
            0
        )
    FROM relay
"""
