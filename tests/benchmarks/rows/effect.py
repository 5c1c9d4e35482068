"""From the answer to an accepted command until accountability's API shows its effect."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic, perf_counter
from uuid import uuid4

from deploy.local.infrastructure import Given
from deploy.local.stack import Stack
from deploy.local.starting import running_stack
from tests.benchmarks.bench import Bench
from tests.benchmarks.histories import AN_APPEND, EVENTS_EACH, store, told
from tests.benchmarks.processes import fresh
from tests.benchmarks.relays import relay_all
from tests.benchmarks.row import Figure, Row, at_most, percentile
from tests.support.pairing import Pair, active_pair

COMMANDS = 300
SECONDS = 60
PATIENCE = 120
PARTNERSHIPS = 700  # for finding out what the relay can do here and now


def measure(bench: Bench) -> Row:
    commands = bench.scaled(COMMANDS)
    half = _half_the_limit(bench)
    with running(bench) as stack:
        pair = active_pair(stack, {"name": "Kim", "email": "kim@bench.example"})
        idle = [_until_seen(pair) for _ in range(commands)]
        with load(stack, half * SECONDS * bench.scale, half):
            loaded = [_until_seen(pair) for _ in range(commands)]
    figures = [
        _figure("idle, p50", idle, 0.5),
        _figure("idle, p99", idle, 0.99),
        _figure(f"at {half:,} events/s, p50", loaded, 0.5),
        _figure(f"at {half:,} events/s, p99", loaded, 0.99),
    ]
    return Row(
        name="effect",
        about=f"{commands} commands one after the other, every process running",
        figures=figures,
        targets=[at_most(100.0, figures[1]), at_most(1_000.0, figures[3])],
    )


def _half_the_limit(bench: Bench) -> int:
    with bench.database("partnerships") as url:
        store(url, told(bench.scaled(PARTNERSHIPS)))
        return round(fresh(relay_all, url, bench.topics()) / 2)


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
        began, written = monotonic(), 0
        while written < len(events) and not stop.is_set():
            store(stack.database_url("partnerships"), events[written : written + AN_APPEND])
            written += AN_APPEND
            stop.wait(began + written / events_a_second - monotonic())

    writer = Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


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


def _figure(name: str, times: list[float], share: float) -> Figure:
    return Figure(name=name, unit=" ms", rounds=[percentile(times, share)])
