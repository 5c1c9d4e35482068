"""From the store to the topic: as many as there are, and one at a time."""

from tests.benchmarks.bench import Bench
from tests.benchmarks.delays import milliseconds
from tests.benchmarks.histories import store, told
from tests.benchmarks.processes import fresh
from tests.benchmarks.relays import produce_all, relay_all
from tests.benchmarks.row import Figure, Row, at_least, at_most, in_turns, percentile

PARTNERSHIPS = 1_400
EVENTS_ONE_BY_ONE = 2_000

OURS = "relay"
BARE = "bare producer loop"


def measure(bench: Bench) -> Row:
    events = told(bench.scaled(PARTNERSHIPS))
    with bench.database("partnerships") as url:
        store(url, events)
        kafka = bench.topics()
        figures = in_turns(
            {
                OURS: lambda: fresh(relay_all, url, kafka),
                BARE: lambda: fresh(produce_all, url, kafka),
            },
            "/s",
            bench.rounds,
        )
    with bench.database("partnerships") as url:
        delays = fresh(milliseconds, url, bench.topics(), bench.scaled(EVENTS_ONE_BY_ONE))
    slow = Figure(name="p99 at 100/s", unit=" ms", rounds=[percentile(delays, 0.99)])
    return Row(
        name="relay",
        about=f"{len(events):,} stored events, said with acks=all",
        figures=[*figures.values(), slow],
        targets=[at_least(0.8, figures[OURS], figures[BARE]), at_most(25.0, slow)],
    )
