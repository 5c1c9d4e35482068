"""Where the ports are: in memory, or in PostgreSQL. Each promise is held against both."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.clock import now
from shared.database import Connection, connect, connect_pool
from shared.envelope import Answered, Recorded, Request
from shared.event_store.rows import Addition
from shared.event_store.store import EventStore, append_many
from shared.events.enrollment import SOURCE, VOCABULARY
from shared.ledger import DatabaseLedger, Ledger
from shared.outbox import Unsaid
from shared.unsaid import UnsaidRows
from tests.simulation.cluster import Cluster, Database
from tests.simulation.forwards import only_forwards
from tests.simulation.ledger import MemoryLedger
from tests.simulation.postgres import Session
from tests.simulation.store import MemoryStore
from tests.simulation.unsaid import MemoryUnsaid
from tests.simulation.world import World

Outcome = Sequence[Recorded[Any]] | Answered


class Place(Protocol):
    def append(self, addition: Addition[Any], request: Request | None = None) -> Outcome: ...

    def unsaid(self) -> Unsaid: ...

    def line(self) -> "Line":
        """Return a new connection."""


class Line(Protocol):
    @property
    def ledger(self) -> Ledger: ...

    def number(self) -> None:
        """Take a number for the transaction that is open."""

    def append_many(self, additions: Sequence[Addition[Any]]) -> Sequence[Recorded[Any]]: ...

    def transaction(self) -> AbstractContextManager[object]: ...


@dataclass(frozen=True)
class MemoryLine:
    session: Session

    @property
    def ledger(self) -> Ledger:
        return MemoryLedger(self.session)

    def number(self) -> None:
        self.session.number()

    def append_many(self, additions: Sequence[Addition[Any]]) -> Sequence[Recorded[Any]]:
        return MemoryStore(self.session).append_many(additions)

    def transaction(self) -> AbstractContextManager[object]:
        return self.session.transaction()


@dataclass(frozen=True)
class MemoryPlace:
    database: Database = field(
        default_factory=lambda: Database(World(b""), Cluster(), only_forwards)
    )

    def append(self, addition: Addition[Any], request: Request | None = None) -> Outcome:
        self.database.world.now = now()
        return MemoryStore(Session(self.database)).append(addition, request)

    def unsaid(self) -> Unsaid:
        return MemoryUnsaid(Session(self.database), SOURCE)

    def line(self) -> Line:
        return MemoryLine(Session(self.database))


@dataclass(frozen=True)
class DatabaseLine:
    connection: Connection

    @property
    def ledger(self) -> Ledger:
        return DatabaseLedger(self.connection)

    def number(self) -> None:
        self.connection.execute("SELECT pg_current_xact_id()")

    def append_many(self, additions: Sequence[Addition[Any]]) -> Sequence[Recorded[Any]]:
        return append_many(self.connection, additions)

    def transaction(self) -> AbstractContextManager[object]:
        return self.connection.transaction()


@dataclass(frozen=True, kw_only=True)
class DatabasePlace:
    url: str
    store: EventStore[Any]
    open_: list[Connection] = field(default_factory=list)
    relays: list[UnsaidRows] = field(default_factory=list)

    def append(self, addition: Addition[Any], request: Request | None = None) -> Outcome:
        return self.store.append(
            addition.stream,
            addition.events,
            expected_version=addition.expected_version,
            said=addition.said,
            request=request,
            imported_at=addition.imported_at,
        )

    def unsaid(self) -> Unsaid:
        self.relays.append(UnsaidRows(self.url, SOURCE))
        return self.relays[-1]

    def line(self) -> Line:
        self.open_.append(connect(self.url))
        return DatabaseLine(self.open_[-1])


@contextmanager
def database_place(url: str) -> Iterator[DatabasePlace]:
    with connect_pool(url, size=2) as pool:
        place = DatabasePlace(url=url, store=EventStore(pool, VOCABULARY, now))
        yield place
        for connection in place.open_:
            connection.close()
        for rows in place.relays:
            rows.close()
