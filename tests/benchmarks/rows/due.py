"""Time passes among very many cases: for some of them something is due, or for none."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

from services.accountability.consumer import apply, on_watermark
from shared.batch import process
from shared.database import Connection, connect
from shared.events.partnerships import SOURCE
from shared.ledger import DatabaseLedger
from tests.benchmarks.bench import Bench
from tests.benchmarks.filling import PARTITION, filled
from tests.benchmarks.row import Row, at_most, in_turns

PARTNERSHIPS = 1_000_000
DUE = 5_000


def measure(bench: Bench) -> Row:
    partnerships, due = bench.scaled(PARTNERSHIPS), bench.scaled(DUE)
    tick, empty = f"{due:,} due, raised and written", "an empty tick"
    with connect(filled(bench, partnerships)) as connection:
        figures = in_turns({tick: _tick(connection, due)}, " s", bench.rounds)
        figures |= in_turns({empty: _empty_tick(connection)}, " ms", 50)
    return Row(
        name="due alerts",
        about=f"among {partnerships:,} cases of one partition",
        figures=list(figures.values()),
        targets=[at_most(1.0, figures[tick]), at_most(1.0, figures[empty])],
    )


def _tick(connection: Connection, due: int) -> Callable[[], float]:
    def tick() -> float:
        return _seconds(connection, _when_due(connection, due))

    return tick


def _empty_tick(connection: Connection) -> Callable[[], float]:
    first = _when_due(connection, 1) - timedelta(seconds=1)
    return lambda: 1000 * _seconds(connection, first)


def _seconds(connection: Connection, through: datetime) -> float:
    def begin() -> list[object]:
        on_watermark(connection, SOURCE, PARTITION, through)
        return []

    began = perf_counter()
    process(DatabaseLedger(connection), begin, apply)  # type: ignore[arg-type]
    return perf_counter() - began


def _when_due(connection: Connection, cases: int) -> datetime:
    row = connection.execute(
        """
        SELECT next_due_at FROM cases
        WHERE partition = %s AND next_due_at IS NOT NULL
        ORDER BY next_due_at LIMIT 1 OFFSET %s
        """,
        (PARTITION, cases - 1),
    ).fetchone()
    assert row is not None
    due: datetime = row[0]
    return due
