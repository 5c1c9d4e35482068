"""What `mentoring restored` and `rebuild` refuse, they have not begun."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from secrets import token_hex

import pytest

from shared.database import Connection, connect
from shared.event_store.store import append_many
from shared.events.enrollment import TOPIC
from shared.kafka.administration import Topic, create_topics
from shared.kafka.producer import Producer
from shared.settings import KafkaSettings
from tests.support.pipes import Voice
from tests.support.programs import addition
from tests.support.services import answered, mentoring

EVENTS = "SELECT stream, version, id, xid::text FROM events ORDER BY 1, 2"
Command = Callable[..., str]


@pytest.fixture
def voice(kafka: KafkaSettings) -> Iterator[Voice]:
    producer = Producer(kafka)
    yield Voice(producer=producer)
    producer.close()


@pytest.fixture
def database(fresh_database: Callable[[str], str]) -> str:
    """It was restored, and holds two events."""
    url = fresh_database("enrollment")
    with connect(url) as connection:
        append_many(connection, [addition("program-1", 0, events=2)])
        connection.execute("UPDATE home SET incarnation = 0")
    return url


@pytest.fixture
def refused(database: str, kafka: KafkaSettings) -> Command:
    """Run a command that must change nothing, and tell what it says."""

    def run(*arguments: str, kafka: KafkaSettings = kafka) -> str:
        with connect(database) as connection:
            before = state(connection)
        result = mentoring({"enrollment": database}, kafka, *arguments)
        with connect(database) as connection:
            assert state(connection) == before
        assert result.exit_code == 1
        return result.output

    return run


def state(connection: Connection) -> list[object]:
    queries = [EVENTS, "SELECT * FROM relay", "SELECT * FROM home", "SELECT * FROM audit"]
    return [connection.execute(query.encode()).fetchall() for query in queries]


def test_two_histories_are_not_made_one(refused: Command, voice: Voice) -> None:
    voice.says("program-1", 1)
    assert "program-1 has two events under version 1" in refused("restored", "enrollment")


def test_a_topic_that_misses_something_is_not_believed(refused: Command, voice: Voice) -> None:
    voice.says("program-2", 2)
    assert "program-2: version 1 is nowhere" in refused("restored", "enrollment")


def test_nobody_else_may_be_there(refused: Command, database: str) -> None:
    with connect(database):
        assert "Somebody is connected" in refused("restored", "enrollment")


def test_a_database_that_is_not_new_is_not_rebuilt(refused: Command) -> None:
    assert "is not empty" in refused("rebuild", "enrollment")


def test_topics_that_would_be_partitioned_otherwise_are_not_filled(
    refused: Command, kafka: KafkaSettings
) -> None:
    few = Topic(name=TOPIC, partitions=2, configs={})
    elsewhere = replace(kafka, topic_prefix=f"t{token_hex(4)}.")
    create_topics(elsewhere, [few])
    said = refused("refill", kafka=elsewhere)
    assert f"{TOPIC} was made with 2 partitions, it has to have 6" in said


def test_without_kafka_what_was_said_is_what_the_checkpoint_says(
    database: str, kafka: KafkaSettings, voice: Voice
) -> None:
    voice.says("program-1", 1)
    with connect(database) as connection:
        connection.execute(
            """
            UPDATE relay
            SET (xid, position) = (SELECT xid, position FROM events WHERE version = 1)
            """
        )
    command = ("restored", "enrollment", "--without-kafka", "--json")
    found = answered(mentoring({"enrollment": database}, kafka, *command))
    assert (found["taken_back"], found["unsaid"]) == (0, 1)
    with connect(database) as connection:
        assert [row[3] for row in connection.execute(EVENTS)] == ["1", "2"]
