"""As much of PostgreSQL as the pipes rely on: transactions, their numbers, rows that are locked.

READ COMMITTED: a statement sees what is committed, and what its own transaction has written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from psycopg import OperationalError
from psycopg.errors import DeadlockDetected

from tests.simulation.cluster import GONE, Database, Key, Place, Transaction


class Session:
    """One connection. Its transaction outlives its process until the server finds out."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.world = database.world
        self.closed = False
        self.transaction_: Transaction | None = None
        if (process := self.world.current) is not None:
            process.on_death.append(self._orphan)

    def cut(self) -> None:
        """Lose the connection; the server rolls back what was under way."""
        self.closed = True
        if self.transaction_ is not None:
            self.database.end(self.transaction_)
            self.transaction_ = None

    def _orphan(self) -> None:
        self.closed = True
        if self.transaction_ is not None:
            self.database.orphans.append(self.transaction_)
            self.transaction_ = None

    @contextmanager
    def transaction(self, *, force_rollback: bool = False) -> Iterator[None]:
        if self.transaction_ is not None:
            with self._savepoint(force_rollback=force_rollback):
                yield
            return
        self.require_open()
        self.transaction_ = Transaction()
        try:
            yield
        except BaseException:
            self._roll_back()
            raise
        if force_rollback:
            self._roll_back()
        else:
            self._commit()

    @contextmanager
    def _savepoint(self, *, force_rollback: bool) -> Iterator[None]:
        kept = {table: dict(rows) for table, rows in self._under_way.writes.items()}
        failed = True
        try:
            yield
            failed = False
        finally:
            if (failed or force_rollback) and self.transaction_ is not None:
                self.transaction_.writes = defaultdict(dict, kept)

    @contextmanager
    def statement(self, what: str) -> Iterator[None]:
        """One round trip: a transaction of its own unless one is open."""
        self.world.point(what)
        self.require_open()
        if self.transaction_ is not None:
            yield
            return
        with self.transaction():
            yield

    def read(self, table: str) -> Mapping[Key, Any]:
        committed = self.database.tables[table]
        mine = self.transaction_.writes.get(table) if self.transaction_ else None
        if not mine:
            return committed
        return {key: row for key, row in {**committed, **mine}.items() if row is not GONE}

    def write(self, table: str, key: Key, row: Any) -> None:
        self.number()
        self.lock(table, key)
        self._under_way.writes[table][key] = row

    def delete(self, table: str, key: Key) -> None:
        self.write(table, key, GONE)

    def number(self) -> int:
        mine = self._under_way
        if mine.number is None:
            mine.number = self.database.cluster.give_number()
        return mine.number

    def lock(self, table: str, key: Key) -> None:
        place, mine = (table, key), self._under_way
        while (holder := self.database.locks.get(place, mine)) is not mine:
            self._wait_for(place, holder, mine)
        self.database.locks[place] = mine
        mine.places.add(place)

    def locked_by_others(self, table: str, key: Key) -> bool:
        holder = self.database.locks.get((table, key))
        return holder is not None and holder is not self.transaction_

    def _wait_for(self, place: Place, holder: Transaction, mine: Transaction) -> None:
        ahead: Transaction | None = holder
        while ahead is not None:
            if ahead is mine:
                raise DeadlockDetected(str(place))
            ahead = ahead.waits_for
        mine.waits_for = holder
        try:
            self.world.wait(str(place), lambda: self.database.locks.get(place) is not holder)
        finally:
            mine.waits_for = None
        self.require_open()

    def _commit(self) -> None:
        if not self._under_way.writes:
            self._roll_back()
            return
        how = self.world.outcome("commit", "done", "refused", "answer lost")
        self.require_open()
        mine = self._under_way
        self.transaction_ = None
        if how == "refused":
            self.database.end(mine)
        else:
            self.database.commit(mine)
        if how != "done":
            self.closed = True
            raise OperationalError(f"commit: {how}")

    def _roll_back(self) -> None:
        if self.transaction_ is not None:
            self.database.end(self.transaction_)
            self.transaction_ = None

    @property
    def _under_way(self) -> Transaction:
        if self.transaction_ is None:
            raise OperationalError("the connection is closed")
        return self.transaction_

    def require_open(self) -> None:
        if self.closed:
            raise OperationalError("the connection is closed")
