"""A store on a database of its own, and short ways to say what the tests say again and again."""

from collections.abc import Callable, Iterator

import pytest

from shared.clock import now
from shared.database import Connection, Pool, connect, connect_pool
from shared.event_store.store import EventStore
from shared.events.enrollment import VOCABULARY, ProgramEvent


@pytest.fixture
def database_url(fresh_database: Callable[[str], str]) -> str:
    return fresh_database("enrollment")


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    pool = connect_pool(database_url, size=16)
    yield pool
    pool.close()


@pytest.fixture
def store(pool: Pool) -> EventStore[ProgramEvent]:
    return EventStore(pool, VOCABULARY, now)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    with connect(database_url) as connection:
        yield connection
