"""Clients that write, and keep their own record of what they were told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from psycopg import OperationalError
from psycopg.errors import DeadlockDetected, SerializationFailure

from shared.envelope import Answered, NewEvent, Recorded, Request, Said
from shared.errors import VersionConflictError
from shared.event_store.rows import Addition
from shared.events.event import Event
from tests.simulation import pairs
from tests.simulation.cluster import Database
from tests.simulation.postgres import Session
from tests.simulation.store import MemoryStore
from tests.simulation.world import World

Outcome = Literal["acknowledged", "refused", "unknown"]
STREAMS = 3
_IMPORTED = 100
_ATTEMPTS = 3


class InVainError(Exception):
    """The client changes its mind: its transaction is rolled back."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """`style`: alone, in a transaction that stays open, or in one that is given up."""

    key: str
    addition: Addition[Event]
    style: int

    @property
    def ids(self) -> list[UUID]:
        return [new.id for new in self.addition.events]


@dataclass(kw_only=True)
class Client:
    name: str
    world: World
    database: Database
    commands: int
    outcomes: dict[str, tuple[Outcome, list[UUID]]] = field(default_factory=dict)

    def run(self) -> None:
        for number in range(self.commands):
            command = self._decide(f"{self.name}-{number}")
            self.outcomes[command.key] = "unknown", command.ids
            self.outcomes[command.key] = self._say(command), command.ids

    def _decide(self, key: str) -> Command:
        choice, style = self.world.byte(), self.world.byte()
        now = self.world.now
        if choice % 8 == 7:
            addition = self._imported(key)
        else:
            number = choice % STREAMS
            self.world.point("looks up the version")
            head = self.database.tables["streams"].get(pairs.stream(number))
            version = head.version if head else 0
            events = pairs.next_events(number, version, choice // STREAMS, now)
            addition = _addition(pairs.stream(number), version, pairs.new(events, key, now))
        return Command(key=key, addition=addition, style=style % 8)

    def _imported(self, key: str) -> Addition[Event]:
        """A pair's whole history, from long ago."""
        number = _IMPORTED + int(uuid5(NAMESPACE_URL, key)) % 10_000
        now, told = self.world.now, pairs.history(number, self.world.now)
        ids = [new.id for new in pairs.new([event for _, event in told], key, now)]
        events = [
            NewEvent(id=id_, event=event, occurred_at=at, recorded_at=at)
            for id_, (at, event) in zip(ids, told, strict=True)
        ]
        return _addition(pairs.stream(number), 0, events, imported_at=now)

    def _say(self, command: Command) -> Outcome:
        for _ in range(_ATTEMPTS):
            try:
                self._append(command)
            except (SerializationFailure, DeadlockDetected):
                continue
            except OperationalError:
                # Whether it was carried out is not known: the same key asks for the same again.
                continue
            except (VersionConflictError, InVainError):
                return "refused"
            return "acknowledged"
        return "unknown"

    def _append(self, command: Command) -> Sequence[Recorded[Event]] | Answered:
        store = MemoryStore(Session(self.database))
        request = Request(key=command.key, digest=command.key, answer=None)
        if command.style < 5:
            return store.append(command.addition, request)
        with store.session.transaction():
            addition = command.addition
            if command.style == 5 and addition.imported_at is None:
                addition = self._decided_late(store.session, addition)
            answer = store.append(addition, request)
            for _ in range(command.style):
                self.world.point("keeps its transaction open")
            if command.style == 7:
                raise InVainError
        return answer

    def _decided_late(self, session: Session, addition: Addition[Event]) -> Addition[Event]:
        """Take the transaction's number, then look at how far the stream is."""
        session.number()
        self.world.point("has its number early")
        head = session.read("streams").get(addition.stream)
        return msgspec.structs.replace(addition, expected_version=head.version if head else 0)


def _addition(
    stream: str,
    version: int,
    events: Sequence[NewEvent[Event]],
    imported_at: datetime | None = None,
) -> Addition[Event]:
    return Addition(
        stream=stream,
        expected_version=version,
        events=events,
        said=Said(actor="somebody", correlation_id=events[0].id),
        imported_at=imported_at,
    )
