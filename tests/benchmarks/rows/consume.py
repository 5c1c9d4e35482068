"""From the topic into journal, cases, alerts and tables, with every rule."""

from collections.abc import Callable, Sequence

from shared.settings import KafkaSettings
from tests.benchmarks.bench import Bench
from tests.benchmarks.consumers import consume, poll_only, rate
from tests.benchmarks.histories import say, told
from tests.benchmarks.processes import together
from tests.benchmarks.row import Row, at_least, in_turns

PARTNERSHIPS = 1_400
PARTITIONS = 6

ONE, TWO = "ours", "ours, two processes"
BARE_ONE, BARE_TWO = "bare polling loop", "bare polling loop, two processes"
QUIX, BYTEWAX = "quixstreams, a count into PostgreSQL", "bytewax, a count into PostgreSQL"


def measure(bench: Bench) -> Row:
    events = told(bench.scaled(PARTNERSHIPS))
    kafka = bench.topics(PARTITIONS)
    say(kafka, events)
    figures = in_turns(
        {
            ONE: lambda: _ours(bench, kafka, _shares(1)),
            BARE_ONE: lambda: _bare(kafka, _shares(1)),
            TWO: lambda: _ours(bench, kafka, _shares(2)),
            BARE_TWO: lambda: _bare(kafka, _shares(2)),
            QUIX: _rival(bench, kafka, "quixstreams_count.py", len(events)),
            BYTEWAX: _rival(bench, kafka, "bytewax_count.py", len(events)),
        },
        "/s",
        bench.rounds,
    )
    return Row(
        name="consume",
        about=f"{len(events):,} events in {PARTITIONS} partitions: journal, eight rules, tables",
        figures=list(figures.values()),
        targets=[
            at_least(0.35, figures[ONE], figures[BARE_ONE]),
            at_least(0.35, figures[TWO], figures[BARE_TWO]),
            at_least(1.5, figures[TWO], figures[QUIX]),
            at_least(1.5, figures[TWO], figures[BYTEWAX]),
        ],
    )


def _shares(processes: int) -> Sequence[Sequence[int]]:
    return [range(first, PARTITIONS, processes) for first in range(processes)]


def _ours(bench: Bench, kafka: KafkaSettings, shares: Sequence[Sequence[int]]) -> float:
    with bench.database("accountability") as url:
        return rate(together(consume, [(url, kafka, share) for share in shares]))


def _bare(kafka: KafkaSettings, shares: Sequence[Sequence[int]]) -> float:
    return rate(together(poll_only, [(kafka, share) for share in shares]))


def _rival(bench: Bench, kafka: KafkaSettings, script: str, events: int) -> Callable[[], float]:
    def turn() -> float:
        with bench.database("accountability") as url:
            said = bench.rival(script, url, *kafka.bootstrap_servers, kafka.topic_prefix, events, 1)
        return float(said.splitlines()[-1])

    return turn
