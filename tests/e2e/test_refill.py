"""Kafka is lost altogether: a new one is filled from the stores, and nothing is done twice."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from secrets import token_hex
from typing import Any
from uuid import UUID

import pytest

from shared.belonging import require_belonging
from shared.database import connect
from shared.events import accountability, enrollment, partnerships
from shared.heard import read_event
from shared.home import StrayedError
from shared.kafka.client import end_offsets
from shared.kafka.identity import ends_of
from shared.kafka.producer import Producer
from shared.parked import stopped
from shared.release import drop
from shared.settings import KafkaSettings
from shared.topics import ensure_topics
from tests.support.eventually import eventually
from tests.support.pipes import Voice, records
from tests.support.services import answered, mentoring, processes
from tests.support.world import World, world

TOPICS = {
    "enrollment": enrollment.TOPIC,
    "partnerships": partnerships.TOPIC,
    "accountability": accountability.TOPIC,
}
PATIENCE = 120
JOURNAL = "accountability", "journal"
HEARD = 'SELECT FROM positions WHERE "offset" > 0'
GIVEN_UP = 'SELECT "offset" < 0 FROM parked'


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    settings = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(settings)
    return settings


@pytest.fixture
def databases(fresh_database: Callable[[str], str]) -> Mapping[str, str]:
    return {service: fresh_database(service) for service in TOPICS}


@pytest.fixture
def people(databases: Mapping[str, str]) -> Iterator[World]:
    with world(databases) as found:
        yield found


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


def all_said(databases: Mapping[str, str], kafka: KafkaSettings) -> bool:
    return all(
        rows(databases[service], "SELECT count(*) FROM events")
        == [(sum(end_offsets(kafka, topic).values()),)]
        for service, topic in TOPICS.items()
    )


def said_events(kafka: KafkaSettings, topic: str) -> list[tuple[str, int, UUID]]:
    heard = map(read_event, records(kafka, topic))
    return sorted((fact.stream, fact.version, fact.id) for fact in heard)


def all_heard(databases: Mapping[str, str], kafka: KafkaSettings) -> bool:
    positions = [
        position
        for service in ("partnerships", "accountability")
        for position in rows(databases[service], 'SELECT topic, partition, "offset" FROM positions')
    ]
    ends = ends_of(kafka, [(topic, partition) for topic, partition, _ in positions])
    return all(ends[topic, partition] == offset for topic, partition, offset in positions)


def quiet(databases: Mapping[str, str], kafka: KafkaSettings) -> bool:
    return all_heard(databases, kafka) and all_said(databases, kafka)


KEPT = {
    "partnerships": {"events": "stream, version, id"},
    "accountability": {
        "journal": "stream, version, id",
        "events": "stream, version, id",
        "alerts": "*",
        "deliveries": "*",
        "names": "*",
    },
}


def kept(databases: Mapping[str, str]) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    return {
        (service, table): rows(
            databases[service],
            f"SELECT {columns} FROM {table} ORDER BY 1, 2",  # noqa: S608
        )
        for service, tables in KEPT.items()
        for table, columns in tables.items()
    }


def give_one_up(databases: Mapping[str, str], kafka: KafkaSettings) -> None:
    """A record that no store holds was parked and given up."""
    producer = Producer(kafka)
    Voice(producer=producer).says("program-of-nobody", 2)
    producer.close()
    with connect(databases["accountability"]) as connection:
        eventually(lambda: stopped(connection), PATIENCE)
        drop(connection, "program-of-nobody")


def test_a_lost_kafka_is_filled_again_and_nothing_is_done_twice(
    databases: Mapping[str, str], kafka: KafkaSettings, people: World
) -> None:
    people.accept()
    erased, known = people.register("Erika"), people.register("Konrad")
    people.erase(erased)
    with processes(databases, kafka):
        eventually(lambda: rows(databases["partnerships"], "SELECT FROM enrollments"), PATIENCE)
        people.live_through(8, 3)
        eventually(lambda: rows(databases["accountability"], "SELECT FROM deliveries"), PATIENCE)
        eventually(lambda: quiet(databases, kafka), PATIENCE)
        give_one_up(databases, kafka)
    before = kept(databases)

    new = replace(kafka, topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(new)
    with connect(databases["accountability"]) as connection, pytest.raises(StrayedError):
        require_belonging(connection, new, [partnerships.TOPIC])
    plan = answered(mentoring(databases, new, "refill", "--dry-run", "--json"))
    done = answered(mentoring(databases, new, "refill", "--json"))
    again = answered(mentoring(databases, new, "refill", "--json"))
    assert {**plan, "dry_run": False} == done
    assert done["partnerships"]["events"] == len(before["partnerships", "events"])
    assert again["enrollment"] == {"topics": [], "events": 0, "people": 0, "heard": 0}

    with processes(databases, new):
        eventually(lambda: rows(databases["accountability"], HEARD), PATIENCE)
        eventually(lambda: quiet(databases, new), PATIENCE)
        assert kept(databases) == before
        assert said_events(new, partnerships.TOPIC) == before["partnerships", "events"]
        assert said_events(new, accountability.TOPIC) == before["accountability", "events"]
        said = {raw.key: raw.value for raw in records(new, enrollment.PEOPLE_TOPIC)}
        assert said[str(erased).encode()] is None
        assert b"Konrad" in (said[str(known).encode()] or b"")
        # Out of the way of what may be parked at its offset of the new topic.
        assert rows(databases["accountability"], GIVEN_UP) == [(True,)]
        people.propose()
        eventually(lambda: len(kept(databases)[JOURNAL]) > len(before[JOURNAL]), PATIENCE)
