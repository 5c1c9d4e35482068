"""Writers that use the event store itself, as no service would: slowly, at once, and in vain."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from threading import Event as Flag
from typing import TypeAlias
from uuid import UUID, uuid4

import psycopg
from psycopg.errors import SerializationFailure

from shared.clock import now
from shared.database import Connection, Pool, connect, connect_pool
from shared.envelope import Answered, NewEvent, Request, Said
from shared.errors import VersionConflictError
from shared.event_store.rows import Addition
from shared.event_store.store import EventStore, append_many
from shared.events.event import Event, by_type
from tests.chaos.asking import insist
from tests.chaos.record import Acknowledged, Command, Outcome, Record, Refused, Unknown

STREAMS = 12


class ChaosNoted(Event, frozen=True, kw_only=True):
    """Nobody acts upon it, everybody has to take it in."""

    number: int


Noted: TypeAlias = Sequence[NewEvent[ChaosNoted]]


@dataclass(kw_only=True, eq=False)
class Writer:
    """One for each thread, and all of them write to the same few streams."""

    url: str
    service: str
    record: Record
    waiting: Flag
    rng: Random
    _made: list[Pool] = field(default_factory=list)

    def keep_writing(self) -> None:
        while not self.waiting.is_set():
            send = self.rng.choice((self.append, self.append_late, self.append_behind))
            self._write(send, f"chaos-{self.rng.randrange(STREAMS)}")
            if self.rng.randrange(10) == 0:
                self.hold_everybody_up()
            self.waiting.wait(self.rng.random() / 50)

    def close(self) -> None:
        for pool in self._made:
            pool.close()

    def _write(self, send: Callable[[Command, Addition[ChaosNoted]], Outcome], stream: str) -> None:
        addition: list[Addition[ChaosNoted]] = []

        def sent(command: Command) -> Outcome:
            if not addition:
                addition.append(self._addition(command.command_id, stream))
            return send(command, addition[0])

        insist(
            self.record.add(Command(service=self.service, what=send.__name__, send=attempt(sent))),
            3,
            self.waiting,
        )

    def append(self, command: Command, addition: Addition[ChaosNoted]) -> Outcome:
        """As a service does, with a key that makes it repeatable."""
        store: EventStore[ChaosNoted] = EventStore(self._pool(), by_type(ChaosNoted), now)
        key = str(command.command_id)
        done = store.append(
            addition.stream,
            addition.events,
            expected_version=addition.expected_version,
            said=addition.said,
            request=Request(key=key, digest=key, answer={}),
        )
        if isinstance(done, Answered):
            return Acknowledged(event_ids=tuple(done.event_ids))
        return Acknowledged(event_ids=tuple(event.id for event in done))

    def append_late(self, command: Command, addition: Addition[ChaosNoted]) -> Outcome:
        """In a transaction that takes its number long before it writes, and may be given up."""
        return self._append_late(command, addition, lambda _: addition)

    def append_behind(self, command: Command, addition: Addition[ChaosNoted]) -> Outcome:
        """To what a younger transaction has appended since this one took its number."""

        def behind(late: Connection) -> Addition[ChaosNoted]:
            self._write(self.append, addition.stream)
            return _moved(addition, _version(late, addition.stream))

        return self._append_late(command, addition, behind)

    def _append_late(
        self,
        command: Command,
        addition: Addition[ChaosNoted],
        at_last: Callable[[Connection], Addition[ChaosNoted]],
    ) -> Outcome:
        if command.outcomes:
            return self._look_up(addition)
        in_vain = self.rng.random() < 0.3
        with connect(self.url) as connection, connection.transaction(force_rollback=in_vain):
            pause = self.rng.random() / 4
            connection.execute("SELECT pg_current_xact_id(), pg_sleep(%s)", (pause,))
            append_many(connection, [at_last(connection)])
        return Refused(rule="in vain") if in_vain else _done(addition)

    def hold_everybody_up(self) -> None:
        """A transaction that has written and stays open: nobody may read past it."""
        with suppress(psycopg.Error), connect(self.url) as connection, connection.transaction():
            connection.execute("SELECT pg_current_xact_id()")
            self.waiting.wait(self.rng.random())

    def _look_up(self, addition: Addition[ChaosNoted]) -> Outcome:
        ids = [event.id for event in addition.events]
        with connect(self.url) as connection, connection.transaction():
            # A commit that nobody was told of may still be under way.
            connection.execute("LOCK TABLE streams IN SHARE MODE")
            found = connection.execute("SELECT FROM events WHERE id = ANY(%s)", (ids,)).rowcount
        return _done(addition) if found else Refused(rule="not found")

    def _addition(self, correlation_id: UUID, stream: str) -> Addition[ChaosNoted]:
        with connect(self.url) as connection:
            version = _version(connection, stream)
        return Addition(
            stream=stream,
            expected_version=version,
            events=[
                NewEvent(id=uuid4(), event=ChaosNoted(number=number), occurred_at=now())
                for number in range(self.rng.randrange(1, 4))
            ],
            said=Said(actor="chaos", correlation_id=correlation_id),
        )

    def _pool(self) -> Pool:
        if not self._made:
            self._made.append(connect_pool(self.url, size=1))
        return self._made[0]


def attempt(send: Callable[[Command], Outcome]) -> Callable[[Command], Outcome]:
    """Who came too late is refused; any other failure may have come after the commit."""

    def sent(command: Command) -> Outcome:
        try:
            return send(command)
        except VersionConflictError:
            return Refused(rule="version-conflict")
        except SerializationFailure:
            return Refused(rule="overtaken")
        except psycopg.Error as error:
            return Unknown(why=repr(error))

    return sent


def _done(addition: Addition[ChaosNoted]) -> Acknowledged:
    return Acknowledged(event_ids=tuple(event.id for event in addition.events))


def _moved(addition: Addition[ChaosNoted], version: int) -> Addition[ChaosNoted]:
    return Addition(
        stream=addition.stream,
        expected_version=version,
        events=addition.events,
        said=addition.said,
    )


def _version(connection: Connection, stream: str) -> int:
    row = connection.execute("SELECT version FROM streams WHERE stream = %s", (stream,)).fetchone()
    return row[0] if row else 0
