"""A cluster of databases in memory: what is committed, whose rows are locked, which numbers run."""

from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any, TypeAlias

from tests.simulation.world import World

Key: TypeAlias = Any
Place: TypeAlias = tuple[str, Key]

GONE = object()


class Transaction:
    """`number`: None until it writes."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.writes: dict[str, dict[Key, Any]] = defaultdict(dict)
        self.places: set[Place] = set()
        self.waits_for: Transaction | None = None


class Cluster:
    """Numbers are given to the transactions of all its databases."""

    def __init__(self) -> None:
        self._numbers = count(10)
        self.next_number = 10
        self.running: set[int] = set()

    def give_number(self) -> int:
        number = next(self._numbers)
        self.next_number = number + 1
        self.running.add(number)
        return number

    def oldest_open(self) -> int:
        return min(self.running, default=self.next_number)


class Database:
    """`may_follow` tells which row may take the place of which."""

    def __init__(
        self, world: World, cluster: Cluster, may_follow: Callable[[Any, Any], bool]
    ) -> None:
        self.world = world
        self.may_follow = may_follow
        self.violations: list[str] = []
        self.cluster = cluster
        self.tables: dict[str, dict[Key, Any]] = defaultdict(dict)
        self.locks: dict[Place, Transaction] = {}
        self.positions = count(1)
        self.orphans: list[Transaction] = []

    def commit(self, transaction: Transaction) -> None:
        for table, rows in transaction.writes.items():
            for key, row in rows.items():
                self._put(table, key, row)
        self.end(transaction)

    def _put(self, table: str, key: Key, row: Any) -> None:
        rows = self.tables[table]
        if row is GONE:
            rows.pop(key, None)
            return
        if key in rows and not self.may_follow(rows[key], row):
            self.violations.append(f"{table} {key}: from {rows[key]} to {row}")
        rows[key] = row

    def end(self, transaction: Transaction) -> None:
        for place in transaction.places:
            self.locks.pop(place, None)
        if transaction.number is not None:
            self.cluster.running.discard(transaction.number)

    def end_orphans(self) -> None:
        """The server finds out that nobody is there any more."""
        while self.orphans:
            self.end(self.orphans.pop())
