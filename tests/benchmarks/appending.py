"""Clients that append as routes do: through the event store, each request with its own key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID, uuid4

from shared.clock import now
from shared.database import connect_pool
from shared.envelope import NewEvent, Request, Said
from shared.event_store.store import EventStore
from shared.events.partnerships import VOCABULARY, PartnershipEvent, ProgressReported
from tests.benchmarks.processes import all_ready

EVENTS = 10  # of a stream
_SOMEBODY = UUID("5f0c5a3e-7a0c-4c1e-9b1e-0a3d2c4b5e6f")
_THEN = datetime(2026, 1, 1, tzinfo=UTC)


def append_for(url: str, threads: int, seconds: float) -> tuple[int, float]:
    """Return how many were appended, and in how many seconds."""
    pool = connect_pool(url, size=threads)
    pool.wait()
    store: EventStore[PartnershipEvent] = EventStore(pool, VOCABULARY, now)
    all_ready()
    began = monotonic()
    with ThreadPoolExecutor(threads) as clients:
        done = sum(clients.map(_append_until, [store] * threads, [began + seconds] * threads))
    pool.close()
    return done, monotonic() - began


def _append_until(store: EventStore[PartnershipEvent], end: float) -> int:
    done = 0
    while monotonic() < end:
        stream = f"partnership-{uuid4()}"
        for version in range(EVENTS):
            _append(store, stream, version)
            done += 1
    return done


def _append(store: EventStore[PartnershipEvent], stream: str, version: int) -> None:
    event = ProgressReported(goal_id=_SOMEBODY, level=2, reported_by=_SOMEBODY)
    store.append(
        stream,
        [NewEvent(id=uuid4(), event=event, occurred_at=_THEN)],
        expected_version=version,
        said=Said(actor="a mentee", correlation_id=uuid4()),
        request=Request(key=str(uuid4()), digest="0" * 64, answer={}),
    )
