"""Backups are made while people work, and restored into another PostgreSQL cluster."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

import pytest

from services.accountability.verify.verify import verify
from shared.belonging import require_belonging
from shared.database import connect
from shared.events import accountability, enrollment, partnerships
from shared.heard import read_event
from shared.home import StrayedError
from shared.kafka.identity import ends_of
from shared.settings import KafkaSettings
from shared.topics import ensure_topics
from tests.support.databases import Templates
from tests.support.eventually import eventually
from tests.support.pipes import records
from tests.support.restoring import another_cluster, dump, restore_dump
from tests.support.services import answered, mentoring, processes
from tests.support.world import World, world

TOPICS = {
    "enrollment": enrollment.TOPIC,
    "partnerships": partnerships.TOPIC,
    "accountability": accountability.TOPIC,
}
EVENTS = "SELECT stream, version, id FROM events ORDER BY 1, 2"
NAMES = "SELECT person_id, name FROM names"
PATIENCE = 120


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    settings = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(settings)
    return settings


@pytest.fixture
def databases(fresh_database: Callable[[str], str]) -> Mapping[str, str]:
    return {service: fresh_database(service) for service in TOPICS}


@pytest.fixture
def elsewhere(state_folder: Path, templates: Templates) -> Iterator[Mapping[str, str]]:
    folder = Path(mkdtemp(dir=state_folder))
    folder.chmod(0o711)
    with another_cluster(folder, templates) as found:
        yield found


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


def quiet(databases: Mapping[str, str], kafka: KafkaSettings) -> bool:
    """Whether everything recorded is said, and everything said is heard."""
    said = all(not rows(url, UNSAID) for url in databases.values())
    heard = [
        position
        for service in ("partnerships", "accountability")
        for position in rows(databases[service], 'SELECT topic, partition, "offset" FROM positions')
    ]
    ends = ends_of(kafka, [(topic, number) for topic, number, _ in heard])
    return said and all(ends[topic, number] == offset for topic, number, offset in heard)


UNSAID = (
    "SELECT FROM events, relay WHERE (events.xid, events.position) > (relay.xid, relay.position)"
)


def said_once(kafka: KafkaSettings, service: str) -> list[tuple[str, int, UUID]]:
    """Which events its topic holds, however often."""
    heard = map(read_event, records(kafka, TOPICS[service]))
    return sorted({(fact.stream, fact.version, fact.id) for fact in heard})


def tables(databases: Mapping[str, str]) -> list[list[tuple[Any, ...]]]:
    """What a user sees of people and partnerships."""
    people = "SELECT person_id, name, email, erased, version FROM people ORDER BY 1"
    pairs = "SELECT * FROM partnerships ORDER BY 1"
    return [rows(databases["enrollment"], people), rows(databases["partnerships"], pairs)]


def live(people: World, databases: Mapping[str, str]) -> UUID:
    """Return somebody who is in every backup."""
    people.accept()
    known = people.register("Olga")
    eventually(lambda: rows(databases["partnerships"], "SELECT FROM enrollments"), PATIENCE)
    people.live_through(4, 3)
    eventually(lambda: rows(databases["accountability"], "SELECT FROM deliveries"), PATIENCE)
    eventually(lambda: rows(databases["accountability"], "SELECT FROM names"), PATIENCE)
    return known


def test_a_backup_made_under_load_goes_on_in_another_cluster(
    databases: Mapping[str, str],
    elsewhere: Mapping[str, str],
    kafka: KafkaSettings,
    tmp_path: Path,
) -> None:
    with world(databases) as people, processes(databases, kafka):
        known = live(people, databases)
        with people.at_work():
            dumps = {service: dump(url, tmp_path) for service, url in databases.items()}
            late = people.acknowledged.copy()
            eventually(lambda: len(people.acknowledged) > len(late) + 20, PATIENCE)
        people.erase(known)
        people.erase(people.register("Erika"))
        eventually(lambda: quiet(databases, kafka), PATIENCE)
    before = {service: rows(url, EVENTS) for service, url in databases.items()}
    seen = tables(databases)

    for service, file in dumps.items():
        restore_dump(file, elsewhere[service])
        with connect(elsewhere[service]) as connection, pytest.raises(StrayedError):
            require_belonging(connection, kafka, [TOPICS[service]])
    for service in ("accountability", "enrollment", "partnerships"):
        require_restored(elsewhere, kafka, service)
    assert {service: rows(url, EVENTS) for service, url in elsewhere.items()} == before
    assert tables(elsewhere) == seen

    with world(elsewhere) as people, processes(elsewhere, kafka):
        eventually(lambda: quiet(elsewhere, kafka), PATIENCE)
        people.register("Somebody new")
        stream = people.propose()
        eventually(lambda: quiet(elsewhere, kafka), PATIENCE)
    require_whole(elsewhere, kafka)
    assert (known, "Olga") not in rows(elsewhere["accountability"], NAMES)
    assert rows(elsewhere["accountability"], f"SELECT FROM journal WHERE stream = '{stream}'")


def require_restored(databases: Mapping[str, str], kafka: KafkaSettings, service: str) -> None:
    plan = answered(mentoring(databases, kafka, "restored", service, "--dry-run", "--json"))
    done = answered(mentoring(databases, kafka, "restored", service, "--json"))
    assert {**plan, "dry_run": False} == done
    if service != "accountability":
        assert done["taken_back"] > 20
    again = mentoring(databases, kafka, "restored", service)
    assert (again.exit_code, "nothing was restored" in again.output) == (1, True)


def require_whole(databases: Mapping[str, str], kafka: KafkaSettings) -> None:
    for service in TOPICS:
        assert said_once(kafka, service) == rows(databases[service], EVENTS)
    for service in ("partnerships", "accountability"):
        assert not rows(databases[service], "SELECT FROM parked")
    told = "SELECT event_id, role FROM deliveries"
    assert len(set(rows(databases["accountability"], told))) == len(
        rows(databases["accountability"], told)
    )
    with connect(databases["accountability"]) as connection:
        assert verify(connection).differences == ()
