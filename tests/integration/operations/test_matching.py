"""A topic that is not what was recorded is found out, event by event."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cli.matching import Match, match
from cli.sources import STORES
from shared.cloudevents import CloudEvent
from shared.database import Connection, connect
from shared.events.enrollment import TOPIC
from shared.history import NOW, read_history
from shared.kafka.producer import Producer
from shared.outbox import Outbox
from shared.publishing import publish
from shared.settings import KafkaSettings
from shared.unsaid import UnsaidRows
from tests.support.commands import answer, run
from tests.support.pipes import SPEAKER, Voice, relaying
from tests.support.storing import store


@pytest.fixture
def connection(databases: Mapping[str, str]) -> Iterator[Connection]:
    with connect(databases["enrollment"]) as connection:
        store(connection, "program-1", 3)
        store(connection, "program-2", 2)
        yield connection


@pytest.fixture
def events(connection: Connection) -> list[CloudEvent]:
    return [entry.event for entry in read_history(connection, SPEAKER.source, to=NOW)]


@pytest.fixture
def producer(kafka: KafkaSettings) -> Iterator[Producer]:
    producer = Producer(kafka)
    yield producer
    producer.close()


@pytest.fixture
def relayed(databases: Mapping[str, str], kafka: KafkaSettings, connection: Connection) -> None:
    assert connection.execute("SELECT FROM events").rowcount == 5
    with relaying(kafka, Outbox(UnsaidRows(databases["enrollment"], SPEAKER.source))) as relay:
        relay.step()


def matched(connection: Connection, kafka: KafkaSettings) -> Match:
    return match(connection, kafka, "enrollment", STORES["enrollment"])


def problems(found: Match) -> list[tuple[Any, ...]]:
    return [(each.stream, each.version, each.problem) for each in found.differences]


@pytest.mark.usefixtures("relayed")
def test_what_was_said_and_said_again_is_what_was_recorded(
    connection: Connection, kafka: KafkaSettings, producer: Producer, events: list[CloudEvent]
) -> None:
    publish(producer, TOPIC, events[:2])
    store(connection, "program-1", 1, after=3)
    found = matched(connection, kafka)
    assert (found.events, found.records, found.buckets_that_differ) == (5, 7, 0)


@pytest.mark.usefixtures("relayed")
def test_what_came_otherwise_the_second_time_and_what_a_stranger_says_is_told(
    connection: Connection, kafka: KafkaSettings, producer: Producer
) -> None:
    Voice(producer=producer).says("program-1", 2)
    Voice(producer=producer).says("program-3", 1)
    Voice(producer=producer).says_raw("program-4", b"{}")
    assert problems(matched(connection, kafka)) == [
        ("program-1", 2, "said otherwise"),
        ("program-3", 1, "only said"),
        ("program-4", 0, "only said"),
    ]


def test_what_is_missing_is_told_until_it_is_said(
    connection: Connection, kafka: KafkaSettings, producer: Producer, events: list[CloudEvent]
) -> None:
    publish(producer, TOPIC, [event for event in events if event.version != 2])
    connection.execute(
        "UPDATE relay SET xid = max.xid, position = max.position FROM ("
        "SELECT xid, position FROM events ORDER BY 1 DESC, 2 DESC LIMIT 1) AS max"
    )
    assert problems(matched(connection, kafka)) == [
        ("program-1", 2, "only recorded"),
        ("program-2", 2, "only recorded"),
    ]
    publish(producer, TOPIC, events)
    assert matched(connection, kafka).buckets_that_differ == 0


@pytest.mark.usefixtures("relayed")
def test_the_command_tells_and_fails(places: list[str], producer: Producer) -> None:
    found = answer("verify", "--topics", *places)
    assert [each["events"] for each in found["topics"]] == [5, 0, 0]
    Voice(producer=producer).says("program-3", 1)
    failed = run("verify", "--topics", *places, code=1)
    assert f"{TOPIC}: program-3 1 only said" in failed.stdout
