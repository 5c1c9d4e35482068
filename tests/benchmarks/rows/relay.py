"""From the store to the topic: as many as there are, and one at a time."""

from tests.benchmarks.bench import Bench
from tests.benchmarks.histories import store, told
from tests.benchmarks.processes import fresh
from tests.benchmarks.relays import produce_all, relay_all
from tests.benchmarks.row import Row, at_least, in_turns

PARTNERSHIPS = 1_400

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
    return Row(
        name="relay",
        about=f"{len(events):,} stored events, said with acks=all",
        figures=list(figures.values()),
        targets=[at_least(0.8, figures[OURS], figures[BARE])],
    )
