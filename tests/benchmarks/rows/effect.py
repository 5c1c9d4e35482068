"""From the answer to an accepted command until accountability's API shows its effect."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic, perf_counter
from uuid import uuid4

from deploy.local.hearing import wait_until_heard
from deploy.local.infrastructure import Given
from deploy.local.stack import Stack
from deploy.local.starting import running_stack
from shared.clock import now
from shared.events.event import written
from tests.benchmarks.bench import Bench
from tests.benchmarks.histories import AN_APPEND, EVENTS_EACH, store, told
from tests.benchmarks.processes import fresh
from tests.benchmarks.relays import relay_all
from tests.benchmarks.row import Figure, Row, at_most, percentile
from tests.support.histories.wire import Wire
from tests.support.pairing import Pair, active_pair

COMMANDS = 300
SECONDS = 60
SHARES = (0.1, 0.2, 0.5)  # of what the relay can do alone
PATIENCE = 120
SOON = timedelta(seconds=1)
PARTNERSHIPS = 700  # for finding out what the relay can do here and now


def measure(bench: Bench) -> Row:
    commands = bench.scaled(COMMANDS)
    limit = _limit(bench)
    with running(bench) as stack:
        pair = active_pair(stack, {"name": "Kim", "email": "kim@bench.example"})
        figures = _figures("idle", [_until_seen(pair) for _ in range(commands)])
        for share in SHARES:
            rate = round(limit * share)
            wait_until_heard(stack.database_url("accountability"))
            with load(stack, rate * SECONDS * bench.scale, rate):
                times = [_until_seen(pair) for _ in range(commands)]
            figures += _figures(f"at {rate:,} events/s", times)
    return Row(
        name="effect",
        about=f"{commands} commands one after the other, every process running",
        figures=figures,
        targets=[at_most(100.0, figures[1]), at_most(1_000.0, figures[-1])],
    )


def _limit(bench: Bench) -> float:
    """Measure what the relay can do here and now, alone."""
    with bench.database("partnerships") as url:
        store(url, told(bench.scaled(PARTNERSHIPS)))
        return fresh(relay_all, url, bench.topics())


@contextmanager
def running(bench: Bench) -> Iterator[Stack]:
    """Every process of the system, on this run's servers."""
    given = Given(
        postgres_url=bench.servers.postgres_url,
        kafka_bootstrap_servers=bench.servers.kafka_bootstrap_servers,
    )
    with TemporaryDirectory() as folder, running_stack(Path(folder), given) as stack:
        yield stack


@contextmanager
def load(stack: Stack, most: float, events_a_second: int) -> Iterator[None]:
    """Write histories into the store of partnerships all the while, at a steady rate."""
    events = told(1 + int(most / EVENTS_EACH), seed=_another_seed())
    stop = Event()

    def write() -> None:
        began, done = monotonic(), 0
        while done < len(events) and not stop.is_set():
            some = _recorded_now(events[done : done + AN_APPEND])
            store(stack.database_url("partnerships"), some)
            done += AN_APPEND
            stop.wait(began + done / events_a_second - monotonic())

    writer = Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def _recorded_now(events: list[Wire]) -> list[Wire]:
    """Nothing may be recorded before a moment up to which a relay has said that all is said."""
    moment = written(now() + SOON)
    return [{**event, "time": moment, "recordedtime": moment} for event in events]


def _another_seed() -> int:
    """Give every run other partnerships: a store keeps what it has."""
    return int(monotonic() * 1000)


def _until_seen(pair: Pair) -> float:
    """Set a goal; return for how many milliseconds the answer did not show it yet."""
    goal = {"goal_id": str(uuid4()), "due_on": None}
    said = pair.says("mentee", "/goals", goal)
    began = perf_counter()
    path = f"/partnerships/{pair.partnership_id}?after={said['event_ids'][-1]}"
    # It waits for up to five seconds, and says then that it has not seen it yet.
    while not pair.speakers["mentee"].get("accountability", path).ok:
        assert perf_counter() < began + PATIENCE, "not seen"
    return 1000 * (perf_counter() - began)


def _figures(when: str, times: list[float]) -> list[Figure]:
    return [
        Figure(name=f"{when}, {name}", unit=" ms", rounds=[percentile(times, share)])
        for name, share in (("p50", 0.5), ("p99", 0.99))
    ]
