"""History for an integration that starts today: all of it, whatever happens on the way."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from secrets import token_hex

import pytest

from shared.audit import entries
from shared.backfill import begin, go_on
from shared.database import Connection, connect
from shared.events.enrollment import TOPIC
from shared.heard import Raw, read_event
from shared.history import ALL
from shared.kafka.administration import Topic, create_topics
from shared.kafka.client import BrokerError
from shared.kafka.producer import Headers, Producer, Sent
from shared.outbox import Outbox
from shared.restore import adopt
from shared.settings import KafkaSettings
from shared.unsaid import UnsaidRows
from tests.support.commands import answer, run
from tests.support.imports import MENTORING
from tests.support.pipes import SPEAKER, records, relaying
from tests.support.storing import store


@pytest.fixture
def connection(databases: Mapping[str, str]) -> Iterator[Connection]:
    with connect(databases["enrollment"]) as connection:
        yield connection


@pytest.fixture
def topic() -> str:
    return f"integration-{token_hex(4)}"


def said(kafka: KafkaSettings, topic: str) -> list[Raw]:
    return list(records(kafka, topic))


def places_of(raws: Sequence[Raw]) -> list[tuple[str, int]]:
    return [(event.stream, event.version) for event in map(read_event, raws)]


def relay_all(databases: Mapping[str, str], kafka: KafkaSettings) -> None:
    with relaying(kafka, Outbox(UnsaidRows(databases["enrollment"], SPEAKER.source))) as relay:
        while relay.step():
            pass


def test_history_and_then_the_live_topic_is_everything_as_the_relay_says_it(
    connection: Connection,
    databases: Mapping[str, str],
    places: Sequence[str],
    kafka: KafkaSettings,
    topic: str,
) -> None:
    store(connection, "program-1", 3)
    relay_all(databases, kafka)
    store(connection, "program-2", 2)
    found = answer("backfill", topic, "--service", "enrollment", "--as", "ada", *places)
    store(connection, "program-1", 1, after=3)
    relay_all(databases, kafka)

    history, live = said(kafka, topic), said(kafka, TOPIC)
    offsets = found["live_offsets"]
    rest = [raw for raw in live if raw.offset >= offsets[str(raw.partition)]]
    assert sorted(set(places_of(history + rest))) == sorted(places_of(live))
    assert found["events"] == len(history) == 5
    said_live = {raw.headers[3]: (raw.key, raw.value, dict(raw.headers)) for raw in live}
    for raw in history:
        assert (raw.key, raw.value, dict(raw.headers)) in said_live.values()
    assert [entry.outcome for entry in entries(connection)] == ["begun", "finished"]


def test_killed_and_started_again_it_has_no_hole(
    connection: Connection, places: Sequence[str], kafka: KafkaSettings, topic: str
) -> None:
    for number in range(10):
        store(connection, f"program-{number}", 20)
    command = [str(MENTORING), "backfill", topic, "--service", "enrollment", *places]
    with subprocess.Popen([*command, "--rate", "20"], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline()
        process.kill()
    run("backfill", topic, "--service", "enrollment", "--type", "PersonErased", *places, code=1)
    run("backfill", topic, "--service", "enrollment", "--type", "Other", *places, code=2)
    published = len(said(kafka, topic))
    assert 0 < published < 200

    run("backfill", topic, "--service", "enrollment", *places)
    found = places_of(said(kafka, topic))
    assert len(found) <= 220
    first = list(dict.fromkeys(found))
    assert sorted(first) == [(f"program-{n}", v) for n in range(10) for v in range(1, 21)]
    for stream in {stream for stream, _ in first}:
        assert [v for s, v in first if s == stream] == list(range(1, 21))


def test_a_dry_run_counts_and_publishes_nothing(
    connection: Connection, places: Sequence[str], kafka: KafkaSettings, topic: str
) -> None:
    store(connection, "program-1", 3)
    found = answer("backfill", topic, "--service", "enrollment", "--dry-run", *places)
    assert found["types"] == {"mentoring.ProgramCreated.v1": 3}
    later = answer(
        "backfill", topic, "--service=enrollment", "--dry-run", "--from=2999-01-01T00:00Z", *places
    )
    assert (later["events"], entries(connection)) == (0, [])
    assert said(kafka, topic) == []
    assert "joined by" in run("backfill", TOPIC, "--service", "enrollment", *places, code=2).stderr


def test_after_a_restore_it_has_to_begin_again(
    connection: Connection, places: Sequence[str], topic: str
) -> None:
    store(connection, "program-1", 3)
    answer("backfill", topic, "--service", "enrollment", *places)
    adopt(connection)
    run("backfill", topic, "--service", "enrollment", *places, code=1)
    answer("backfill", topic, "--service", "enrollment", "--again", *places)


class Failing(Producer):
    """Fails in the second chunk."""

    sent = 0

    def send(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> Sent:
        self.sent += 1
        if self.sent == 8:
            raise BrokerError
        return super().send(topic, key, value, headers)


def test_what_was_not_written_is_published_later(
    connection: Connection, kafka: KafkaSettings, topic: str
) -> None:
    store(connection, "program-1", 12)
    create_topics(kafka, [Topic(name=topic, partitions=1, configs={})])

    def publish(producer: Producer) -> None:
        backfill = begin(connection, kafka, TOPIC, topic, ALL)
        try:
            go_on(
                connection,
                producer,
                backfill,
                source=SPEAKER.source,
                wanted=ALL,
                progress=lambda _events: None,
                at_once=5,
            )
        finally:
            producer.close()

    with pytest.raises(BrokerError):
        publish(Failing(kafka))
    publish(Producer(kafka))
    versions = [version for _, version in places_of(said(kafka, topic))]
    assert list(dict.fromkeys(versions)) == list(range(1, 13))
