"""The database of partnerships is lost altogether: what it had answered is not answered again."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any
from uuid import UUID

import pytest

from shared.database import connect
from shared.kafka.client import end_offsets
from shared.settings import KafkaSettings
from shared.topics import ensure_topics
from tests.support.eventually import eventually
from tests.support.histories.wire import identity
from tests.support.services import answered, mentoring, processes
from tests.support.world import world

MENTOR = UUID(identity("mentor"))
FIRST, SECOND = UUID(identity("first-manager")), UUID(identity("second-manager"))
EVENTS = "SELECT stream, version, id, type FROM events ORDER BY 1, 2"
ROWS = "SELECT * FROM partnerships ORDER BY 1"
MANAGER = "SELECT manager_id FROM people"
HEARD = "SELECT sum(\"offset\") FROM positions WHERE topic = 'mentoring.enrollment.events'"
PATIENCE = 120
TOPIC = "mentoring.partnerships.events"


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    settings = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(settings)
    return settings


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


def test_a_manager_of_long_ago_does_not_come_back(
    kafka: KafkaSettings, fresh_database: Callable[[str], str]
) -> None:
    enrollment, lost = fresh_database("enrollment"), fresh_database("partnerships")
    new = fresh_database("partnerships")
    databases = {"enrollment": enrollment, "partnerships": lost}
    with world(databases) as people, processes(databases, kafka):
        people.accept()
        people.register("Mentor", MENTOR)
        people.change_manager(MENTOR, FIRST)
        eventually(lambda: rows(lost, MANAGER) == [(FIRST,)], PATIENCE)
        eventually(lambda: len(rows(lost, "SELECT FROM enrollments")) == 2, PATIENCE)
        people.propose(mentor_manager_id=FIRST)
        people.change_manager(MENTOR, SECOND)
        eventually(lambda: rows(lost, ROWS)[0][4] == SECOND, PATIENCE)
        eventually(lambda: sum(end_offsets(kafka, TOPIC).values()) == 2, PATIENCE)
    before = rows(lost, EVENTS), rows(lost, ROWS)

    databases = {"enrollment": enrollment, "partnerships": new}
    answered(mentoring(databases, kafka, "rebuild", "partnerships", "--json"))
    with processes(databases, kafka):
        eventually(lambda: rows(new, HEARD) == rows(lost, HEARD), PATIENCE)
    assert (rows(new, EVENTS), rows(new, ROWS)) == before
    assert rows(new, MANAGER) == [(SECOND,)]
