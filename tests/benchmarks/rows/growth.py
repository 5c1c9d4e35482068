"""How the cost of an event grows with what is there already, and what partitions bring."""

from collections.abc import Callable

from shared.database import connect
from tests.benchmarks.bench import Bench
from tests.benchmarks.consumers import consume, rate
from tests.benchmarks.filling import filled
from tests.benchmarks.histories import say, told
from tests.benchmarks.processes import together
from tests.benchmarks.row import Row, at_least, in_turns

SIZES = (10_000, 100_000, 1_000_000)
PARTITIONS = (1, 2, 6)
PARTNERSHIPS = 500


def measure(bench: Bench) -> Row:
    sizes = [bench.scaled(size) for size in SIZES]
    among = {f"among {size:,} partnerships": _among(bench, size) for size in sizes}
    spread = {_in_words(number): _spread(bench, number) for number in PARTITIONS}
    figures = in_turns(among, "/s", bench.rounds) | in_turns(spread, "/s", bench.rounds)
    first, *_, last = (figures[name] for name in among)
    return Row(
        name="growth",
        about="events consumed with all rules and tables",
        figures=list(figures.values()),
        targets=[at_least(0.8, last, first)],
    )


def _in_words(partitions: int) -> str:
    return f"{partitions} partitions, {min(2, partitions)} processes"


def _among(bench: Bench, size: int) -> Callable[[], float]:
    url = filled(bench, size)
    seeds = iter(range(1_000, 2_000))

    def turn() -> float:
        kafka = bench.topics(1)
        say(kafka, told(bench.scaled(PARTNERSHIPS), seed=next(seeds)))
        with connect(url) as connection:
            connection.execute('UPDATE positions SET "offset" = 0')
        return rate(together(consume, [(url, kafka, [0])]))

    return turn


def _spread(bench: Bench, partitions: int) -> Callable[[], float]:
    kafka = bench.topics(partitions)
    say(kafka, told(bench.scaled(PARTNERSHIPS)))
    processes = min(2, partitions)
    shares = [range(first, partitions, processes) for first in range(processes)]

    def turn() -> float:
        with bench.database("accountability") as url:
            return rate(together(consume, [(url, kafka, share) for share in shares]))

    return turn
