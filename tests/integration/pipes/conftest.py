"""Two services that are joined by Kafka alone: one says what it records, the other hears it."""

from collections.abc import Callable, Iterator
from secrets import token_hex

import pytest

from shared.database import Connection, connect
from shared.settings import DatabaseSettings, KafkaSettings
from shared.topics import ensure_topics


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    """Topics of the test's own."""
    settings = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(settings)
    return settings


@pytest.fixture
def speaking(fresh_database: Callable[[str], str]) -> DatabaseSettings:
    return DatabaseSettings(url=fresh_database("enrollment"))


@pytest.fixture
def hearing(fresh_database: Callable[[str], str]) -> DatabaseSettings:
    return DatabaseSettings(url=fresh_database("partnerships"))


@pytest.fixture
def said_in(speaking: DatabaseSettings) -> Iterator[Connection]:
    with connect(speaking.url) as connection:
        yield connection


@pytest.fixture
def heard_in(hearing: DatabaseSettings) -> Iterator[Connection]:
    with connect(hearing.url) as connection:
        yield connection
