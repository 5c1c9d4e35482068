"""The event store in memory: what the SQL of an append promises, and what a relay reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.errors import SerializationFailure

from shared.envelope import Answered, Recorded, Request
from shared.errors import IdempotencyKeyReusedError, VersionConflictError
from shared.event_store.rows import Addition, recorded
from shared.outbox import Checkpoint
from tests.simulation.cluster import Database
from tests.simulation.postgres import Session

RELAY = "relay"


@dataclass(frozen=True, kw_only=True)
class Stored:
    event: Recorded[Any]
    number: int
    position: int

    @property
    def place(self) -> Checkpoint:
        return self.number, self.position


@dataclass(frozen=True, kw_only=True)
class Head:
    version: int
    number: int
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class RelayRow:
    """`through`: nothing is recorded before it any more; `said_through`: all before it is said."""

    fence: int = 0
    checkpoint: Checkpoint = (0, 0)
    through: datetime | None = None
    said_through: datetime | None = None


def relay_row(session: Session) -> RelayRow:
    row: RelayRow = session.read(RELAY).get(RELAY, RelayRow())
    return row


@dataclass(frozen=True)
class MemoryStore:
    session: Session

    def append(
        self, addition: Addition[Any], request: Request | None = None
    ) -> Sequence[Recorded[Any]] | Answered:
        with self.session.statement("append"):
            self._number()
            if request is not None and (known := self._known(addition, request)) is not None:
                return known
            return self._append([addition])

    def append_many(self, additions: Sequence[Addition[Any]]) -> Sequence[Recorded[Any]]:
        with self.session.statement("append many"):
            self._number()
            for stream in sorted({addition.stream for addition in additions}):
                self.session.lock("streams", stream)
            return self._append(additions)

    def answered(self, key: str) -> Answered | None:
        with self.session.statement("answered"):
            found = self.session.read("commands").get(key)
            return None if found is None else found[1]

    def _number(self) -> None:
        """The number comes before the time, and time may pass between the two."""
        self.session.number()
        self.session.world.point("has its number")
        self.session.require_open()

    def _known(self, addition: Addition[Any], request: Request) -> Answered | None:
        self.session.lock("commands", request.key)
        found = self.session.read("commands").get(request.key)
        if found is None:
            version = addition.expected_version + len(addition.events)
            ids = [new.id for new in addition.events]
            answer = Answered(answer=request.answer, event_ids=ids, version=version)
            self.session.write("commands", request.key, (request.digest, answer))
            return None
        digest, answered = found
        if digest != request.digest:
            raise IdempotencyKeyReusedError
        return answered  # type: ignore[no-any-return]

    def _append(self, additions: Sequence[Addition[Any]]) -> Sequence[Recorded[Any]]:
        written: list[Recorded[Any]] = []
        for addition in additions:
            self.session.lock("streams", addition.stream)
            head = self._head(addition)
            imported_at = addition.imported_at and self._not_before(
                max(addition.imported_at, self.session.world.now)
            )
            events = recorded(addition, head.recorded_at, imported_at)
            self.session.write("streams", addition.stream, head)
            for event in events:
                self._write(event)
            written += events
        return written

    def _head(self, addition: Addition[Any]) -> Head:
        known = self.session.read("streams").get(addition.stream)
        number = self.session.number()
        if known is not None and known.number > number:
            raise SerializationFailure("an older transaction was overtaken")
        if (known.version if known else 0) != addition.expected_version:
            raise VersionConflictError
        now = self._not_before(self.session.world.now)
        at = addition.events[-1].recorded_at or (max(now, known.recorded_at) if known else now)
        version = addition.expected_version + len(addition.events)
        return Head(version=version, number=number, recorded_at=at)

    def _not_before(self, at: datetime) -> datetime:
        marked = relay_row(self.session).through
        return at if marked is None else max(at, marked)

    def _write(self, event: Recorded[Any]) -> None:
        stored = Stored(
            event=event,
            number=self.session.number(),
            position=next(self.session.database.positions),
        )
        self.session.write("events", (event.stream, event.version), stored)


def events_of(database: Database) -> list[Stored]:
    """What is committed, in the order of its streams."""
    return [row for _, row in sorted(database.tables["events"].items())]


def stream_of(database: Database, stream: str) -> list[Recorded[Any]]:
    return [row.event for row in events_of(database) if row.event.stream == stream]


def ids_of(database: Database) -> list[UUID]:
    return [row.event.id for row in events_of(database)]
