"""A consumer's ledger in memory."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from psycopg.errors import UniqueViolation

from shared.database import Connection
from shared.heard import Heard, Raw
from shared.journal import Known
from shared.parked import Parked
from shared.positions import FenceLostError, Partition, Position
from tests.simulation.postgres import Session

NOWHERE = Position(offset=0, fence=0, through=None)


@dataclass(frozen=True, kw_only=True)
class ParkedRow:
    record: Parked
    dropped: bool = False

    @property
    def order(self) -> tuple[bool, int, int]:
        version = self.record.version
        return version is not None, version or 0, self.record.raw.offset


def waiting(session: Session, stream: str) -> dict[Any, ParkedRow]:
    rows = session.read("parked").items()
    return {key: row for key, row in rows if row.record.stream == stream and not row.dropped}


@dataclass(frozen=True)
class MemoryLedger:
    session: Session

    @property
    def connection(self) -> Connection:
        """What the simulated service writes to is this session."""
        return cast("Connection", self.session)

    @property
    def closed(self) -> bool:
        return self.session.closed

    def transaction(self, *, force_rollback: bool = False) -> AbstractContextManager[object]:
        return self.session.transaction(force_rollback=force_rollback)

    def take(self, partitions: Collection[Partition]) -> dict[Partition, Position]:
        with self.session.statement("take partitions"):
            return {partition: self._take(partition) for partition in sorted(partitions)}

    def _take(self, partition: Partition) -> Position:
        self.session.lock("positions", partition)
        known: Position = self.session.read("positions").get(partition, NOWHERE)
        taken = replace(known, fence=known.fence + 1)
        self.session.write("positions", partition, taken)
        return taken

    def move(self, positions: Mapping[Partition, Position]) -> None:
        with self.session.statement("move positions"):
            for partition in sorted(positions):
                self.session.lock("positions", partition)
            known = self.session.read("positions")
            for partition, position in positions.items():
                if known.get(partition, NOWHERE).fence != position.fence:
                    raise FenceLostError
                self.session.write("positions", partition, position)

    def known(self, streams: Collection[str]) -> Mapping[str, Known]:
        with self.session.statement("known"):
            return {stream: self._known(stream) for stream in streams}

    def _known(self, stream: str) -> Known:
        dropped = [
            row.record.version or 0
            for row in self.session.read("parked").values()
            if row.record.stream == stream and row.dropped
        ]
        heard = [version for of, version in self.session.read("journal") if of == stream]
        version = max([0, *heard, *dropped])
        return Known(version=version, parked=bool(waiting(self.session, stream)))

    def known_ids(self, facts: Sequence[Heard]) -> dict[tuple[str, int], UUID]:
        with self.session.statement("known ids"):
            journal = self.session.read("journal")
            places = {(fact.stream, fact.version) for fact in facts}
            return {place: journal[place].id for place in places if place in journal}

    def keep(self, facts: Sequence[Heard]) -> None:
        with self.session.statement("keep"):
            for fact in facts:
                place = fact.stream, fact.version
                self.session.lock("journal", place)
                if place in self.session.read("journal"):
                    raise UniqueViolation(str(place))
                self.session.write("journal", place, fact)

    def park(self, records: Sequence[Parked]) -> None:
        with self.session.statement("park"):
            for record in records:
                place = record.raw[:3]
                self.session.lock("parked", place)
                if place not in self.session.read("parked"):
                    self.session.write("parked", place, ParkedRow(record=record))

    def take_out(self, stream: str) -> Sequence[Raw]:
        self._hold(stream)
        with self.session.statement("take out"):
            found = waiting(self.session, stream)
            for key in found:
                self.session.delete("parked", key)
            return [row.record.raw for row in sorted(found.values(), key=lambda row: row.order)]

    def drop_first(self, stream: str) -> None:
        """Give up what a stream stopped at, as an operator may."""
        with self.session.transaction():
            self._hold(stream)
            with self.session.statement("drop"):
                found = waiting(self.session, stream)
                if found:
                    key, first = min(found.items(), key=lambda item: item[1].order)
                    self.session.write("parked", key, replace(first, dropped=True))

    def _hold(self, stream: str) -> None:
        """Keep consumers from adding to what waits of a stream."""
        with self.session.statement("hold"):
            of = {row.record.raw[:2] for row in waiting(self.session, stream).values()}
            for partition in sorted(of):
                self.session.lock("positions", partition)
