"""What accountability's database tells of alerts, when somebody asks for metrics."""

from collections import Counter
from collections.abc import Iterable
from itertools import product
from threading import Lock
from typing import get_args

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from shared.database import Connection
from shared.events.accountability import VOCABULARY, Rule


def open_alerts(connection: Connection) -> Iterable[Metric]:
    rows = connection.execute(_OPEN)
    found = GaugeMetricFamily(
        "mentoring_alerts_open", "Alerts that are open, now.", labels=["rule", "level"]
    )
    for rule, level, number in rows:
        found.add_metric([rule, level], number)
    yield found


def replay_progress(connection: Connection) -> Iterable[Metric]:
    """Of the one second set of tables, while there is one."""
    state = GaugeMetricFamily(
        "mentoring_replay_state", "1 for the state that the replay is in.", labels=["state"]
    )
    events = GaugeMetricFamily(
        "mentoring_replay_events", "Events to be replayed, and replayed.", labels=["which"]
    )
    progress = GaugeMetricFamily(
        "mentoring_replay_progress_timestamp_seconds", "When the replay last got on.", labels=[]
    )
    for now, wanted, done, at in connection.execute(_REPLAY):
        state.add_metric([now], 1)
        events.add_metric(["all"], wanted)
        events.add_metric(["done"], done)
        progress.add_metric([], at)
    yield from (state, events, progress)


class AlertEvents:
    """Counts what is committed from the first look on, each event once, as a relay reads it."""

    def __init__(self) -> None:
        self._counts = Counter(dict.fromkeys(product(_types(), get_args(Rule)), 0))
        self._counted_below: str | None = None
        self._lock = Lock()

    def __call__(self, connection: Connection) -> Iterable[Metric]:
        with self._lock:
            self._go_on(connection)
            counts = dict(self._counts)
        found = CounterMetricFamily(
            "mentoring_alert_events", "Events of alerts, since the start.", labels=["type", "rule"]
        )
        for (type_, rule), number in counts.items():
            found.add_metric([type_, rule], number)
        yield found

    def _go_on(self, connection: Connection) -> None:
        (below,) = connection.execute(_BELOW).fetchone() or ("0",)
        if self._counted_below is not None:
            for type_, rule, number in connection.execute(_COUNT, (self._counted_below, below)):
                self._counts[type_, rule] += number
        self._counted_below = below


def _types() -> Iterable[str]:
    return {type_.split(".")[1] for type_ in VOCABULARY}


_OPEN = """
    SELECT rule, level::text, count(*)
    FROM alerts
    WHERE closed_at IS NULL
    GROUP BY rule, level
"""

_BELOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"

_COUNT = """
    SELECT type, data->>'rule', count(*)
    FROM events
    WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8
    GROUP BY 1, 2
"""

_REPLAY = """
    SELECT
        state,
        events,
        coalesce((SELECT sum(parts.events) FROM replay_parts AS parts
                  WHERE parts.replay_id = replays.replay_id), 0)::bigint,
        extract(epoch FROM greatest(
            started_at, built_at, switched_at,
            (SELECT max(done_at) FROM replay_parts AS parts
             WHERE parts.replay_id = replays.replay_id)
        ))::float
    FROM replays
    WHERE state <> 'discarded'
"""
