"""A person is erased: what is gone by itself, and what after the operator's purge."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from psycopg import connect

from deploy.local.hearing import wait_until_heard
from deploy.local.stack import Stack
from services.accountability.verify.verify import verify
from shared.clock import now
from shared.database import connect as connect_service
from shared.events.enrollment import PEOPLE_TOPIC
from shared.settings import KafkaSettings
from tests.support.eventually import eventually
from tests.support.imports import mentoring
from tests.support.pairing import Pair, active_pair
from tests.support.pipes import records
from tests.support.plaintext import (
    eager_removal,
    files_with,
    logs_with,
    segments_with,
    tables_with,
)

SERVICES = ("enrollment", "partnerships", "accountability")
MENTEE = {"name": "Xanthippe Quittenbaum", "email": "xq@brombeerhecke.example"}
GOAL = "Learns to praise zwetschgenmus in public."
NOTE = "She dreads the kohlrabi harvest."
WORDS = ("quittenbaum", "brombeerhecke", "zwetschgenmus", "kohlrabi")


@pytest.fixture(scope="module")
def kafka(stack: Stack) -> Iterator[KafkaSettings]:
    settings = KafkaSettings(bootstrap_servers=tuple(stack.kafka_bootstrap.split(",")))
    with eager_removal(settings, PEOPLE_TOPIC):
        yield settings


@pytest.fixture(scope="module")
def erased(stack: Stack, kafka: KafkaSettings) -> Pair:
    """She was everywhere that a person can be, and then she was erased."""
    pair = active_pair(stack, MENTEE)
    pair.says("mentee", "/goals", {"text": GOAL, "due_on": None})
    started_at = (now() - timedelta(minutes=1)).isoformat()
    pair.says("mentor", "/held-meetings", {"started_at": started_at, "minutes": 30, "note": NOTE})
    eventually(lambda: named_in(stack) == {"partnerships", "accountability"}, 20)
    analyze(stack)
    assert found_in_tables(stack) == {
        "enrollment": ["people"],
        "partnerships": ["names", "texts"],
        "accountability": ["names"],
    }
    assert all(files_with(admin(stack), name, WORDS) for name in databases(stack).values())
    assert segments_with(kafka, PEOPLE_TOPIC, WORDS)
    answer = pair.administrator.delete("enrollment", f"/people/{pair.person_ids['mentee']}")
    assert answer.status_code == 200
    return pair


def test_it_is_gone_by_itself_from_every_table(stack: Stack, erased: Pair) -> None:
    eventually(lambda: found_in_tables(stack) == {}, 20)
    shown = erased.administrator.get("enrollment", f"/people/{erased.person_ids['mentee']}").json()
    assert (shown["name"], shown["email"], shown["erased"]) == (None, None, True)


def test_it_was_said_once_as_an_event_and_as_a_tombstone(
    stack: Stack, kafka: KafkaSettings, erased: Pair
) -> None:
    person = erased.person_ids["mentee"]
    eventually(lambda: newest(kafka, person) == b"", 20)
    with connect(stack.database_url("enrollment")) as db:
        rows = db.execute(
            "SELECT type, data FROM events WHERE stream = %s ORDER BY version",
            (f"person-{person}",),
        ).fetchall()
    assert rows[1:] == [("PersonErased", {"person_id": person})]


@pytest.mark.usefixtures("erased")
def test_every_replay_gives_the_same(stack: Stack) -> None:
    wait_until_heard(stack.database_url("accountability"))
    with connect_service(stack.database_url("accountability")) as connection:
        assert verify(connection).differences == ()


def test_after_the_purge_no_file_holds_it(stack: Stack, kafka: KafkaSettings, erased: Pair) -> None:
    eventually(lambda: newest(kafka, erased.person_ids["mentee"]) == b"", 20)
    eventually(lambda: found_in_tables(stack) == {}, 20)
    code, _, err = mentoring(stack, "purge")
    assert code == 0, err
    for name in databases(stack).values():
        assert files_with(admin(stack), name, WORDS) == []
        assert tables_with(admin(stack), name, WORDS) == []
    eventually(lambda: segments_with(kafka, PEOPLE_TOPIC, WORDS) == [], 60)


@pytest.mark.usefixtures("erased")
def test_no_log_holds_it(state_folder: Path) -> None:
    assert list(state_folder.rglob("log/*.log"))
    assert logs_with(state_folder, WORDS) == []


def admin(stack: Stack) -> str:
    return stack.addresses.postgres_admin_url


def databases(stack: Stack) -> Mapping[str, str]:
    return {
        service: urlsplit(stack.database_url(service)).path.removeprefix("/")
        for service in SERVICES
    }


def found_in_tables(stack: Stack) -> dict[str, list[str]]:
    found = {
        service: tables_with(admin(stack), name, WORDS)
        for service, name in databases(stack).items()
    }
    return {service: sorted(tables) for service, tables in found.items() if tables}


def named_in(stack: Stack) -> set[str]:
    """Which services know her name by the topic of people."""
    found = set()
    for service in ("partnerships", "accountability"):
        with connect(stack.database_url(service)) as db:
            names = db.execute("SELECT FROM names WHERE name = %s", (MENTEE["name"],))
            found |= {service} if names.fetchone() is not None else set()
    return found


def analyze(stack: Stack) -> None:
    """As autovacuum does it at times: it samples the values of columns."""
    for name in databases(stack).values():
        with connect(admin(stack), dbname=name, autocommit=True) as connection:
            connection.execute("ANALYZE")


def newest(kafka: KafkaSettings, person_id: str) -> bytes | None:
    """What the topic of people says of a person: nothing yet, a value, or that they are erased."""
    said = [raw.value for raw in records(kafka, PEOPLE_TOPIC) if raw.key == person_id.encode()]
    return (said[-1] or b"") if said else None
