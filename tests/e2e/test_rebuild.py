"""Accountability's database is lost altogether: a new one is what the old one was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from services.accountability.alerts.alert import AlertEvent
from services.accountability.alerts.handling import (
    AcknowledgeAlert,
    DismissAlert,
    HandleAlert,
    SnoozeAlert,
    handling,
)
from services.accountability.projections.alerts import note_handling
from services.accountability.verify.verify import verify
from shared.clock import now
from shared.database import Connection, Pool, connect, connect_pool
from shared.decider import handle
from shared.envelope import NewEvent, Recorded
from shared.event_store.store import EventStore
from shared.events.accountability import TOPIC, VOCABULARY, AlertRaised, AlertSnoozedV1
from shared.settings import KafkaSettings
from shared.topics import ensure_topics
from tests.reference.facts import instant
from tests.support.eventually import eventually
from tests.support.histories.bulk import bulk, interleaved
from tests.support.pipes import records
from tests.support.programs import said
from tests.support.saying import Relayed, relayed
from tests.support.services import answered, mentoring, processes

EARLIER = datetime(2026, 7, 1, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
ABOUT = ("alert_id", "partnership_id", "program_id", "rule")
PATIENCE = 120


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    settings = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(settings)
    return settings


@pytest.fixture
def partnerships(kafka: KafkaSettings) -> Iterator[Relayed]:
    with relayed(kafka) as said:
        yield said


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


def has_reached(url: str, through: datetime) -> bool:
    found = rows(url, "SELECT through FROM positions WHERE topic LIKE '%partn%'")
    return bool(found) and all(at is not None and at >= through for (at,) in found)


def all_said(url: str, kafka: KafkaSettings) -> bool:
    (count,) = rows(url, "SELECT count(*) FROM events")
    return count == (len(records(kafka, TOPIC)),)


def handle_some(url: str) -> None:
    """An administrator does something about three alerts that are open."""
    by = uuid4()
    found = rows(
        url,
        "SELECT alert_id, partnership_id FROM alerts WHERE closed_at IS NULL ORDER BY 1 LIMIT 3",
    )
    at = now()
    commands: list[Callable[[UUID], HandleAlert]] = [
        lambda alert_id: AcknowledgeAlert(alert_id=alert_id, by=by, now=at),
        lambda alert_id: SnoozeAlert(
            alert_id=alert_id, by=by, until=at + timedelta(days=3), reason="TRAVEL", now=at
        ),
        lambda alert_id: DismissAlert(alert_id=alert_id, by=by, reason="OTHER", now=at),
    ]
    with connect_pool(url, size=1) as pool:
        store: EventStore[AlertEvent] = EventStore(pool, VOCABULARY, now, [note_handling])
        for (alert_id, partnership_id), command in zip(found, commands, strict=True):
            stream = f"partnership-{partnership_id}"
            handle(store, handling, stream, command(alert_id), said=said(), occurred_at=at)
        snooze_as_it_was_done_once(pool, found[0][1])


def snooze_as_it_was_done_once(pool: Pool, partnership_id: UUID) -> None:
    """Say it in the first version, as a web process of an older release does."""

    def note(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
        note_handling(connection, [replace(each, event=each.event.renewed()) for each in recorded])

    store: EventStore[AlertEvent | AlertSnoozedV1] = EventStore(pool, VOCABULARY, now, [note])
    stream, at = f"partnership-{partnership_id}", now()
    history = store.read(stream).events
    raised = next(each.event for each in history if isinstance(each.event, AlertRaised))
    about = {name: getattr(raised, name) for name in ABOUT}
    snoozed = AlertSnoozedV1(**about, by=uuid4(), at=at, until=at + timedelta(days=2))
    new = NewEvent(id=uuid4(), event=snoozed, occurred_at=at)
    store.append(stream, [new], expected_version=len(history), said=said())


def kept(url: str) -> Mapping[str, list[tuple[Any, ...]]]:
    """Everything that people and other systems see of it."""
    return {
        "events": rows(
            url,
            """
            SELECT stream, version, id, type, schema_version, recorded_at, data
            FROM events ORDER BY 1, 2
            """,
        ),
        "alerts": rows(url, "SELECT * FROM alerts ORDER BY alert_id"),
        "partnerships": rows(url, "SELECT * FROM partnerships ORDER BY partnership_id"),
    }


def test_a_lost_database_comes_back_as_it_was_and_nobody_is_told_anything_twice(
    kafka: KafkaSettings, partnerships: Relayed, fresh_database: Callable[[str], str]
) -> None:
    lost, new = fresh_database("accountability"), fresh_database("accountability")
    rng = Random(5)  # noqa: S311
    events = list(interleaved(list(bulk(25, 8)), rng))
    early = [event for event in events if instant(event["recordedtime"]) < EARLIER]
    late = [event for event in events if instant(event["recordedtime"]) >= EARLIER]
    with processes({"accountability": lost}, kafka):
        partnerships.say(early)
        partnerships.let_time_pass(EARLIER)
        eventually(lambda: has_reached(lost, EARLIER), PATIENCE)
        handle_some(lost)
        partnerships.say(late)
        partnerships.let_time_pass(LATER)
        eventually(lambda: has_reached(lost, LATER), PATIENCE)
        eventually(lambda: all_said(lost, kafka), PATIENCE)
    before, had_said = kept(lost), len(records(kafka, TOPIC))
    assert ("AlertSnoozed", 1) in {(row[3], row[4]) for row in before["events"]}
    assert rows(lost, "SELECT count(*) FROM deliveries") > [(0,)]

    where = {"accountability": new}
    plan = answered(mentoring(where, kafka, "rebuild", "accountability", "--dry-run", "--json"))
    assert (plan["taken_back"], rows(new, "SELECT * FROM events")) == (had_said, [])
    done = answered(mentoring(where, kafka, "rebuild", "accountability", "--json"))
    assert (done["taken_back"], done["unsaid"]) == (had_said, 0)
    again = mentoring(where, kafka, "rebuild", "accountability")
    assert (again.exit_code, "not empty" in again.output) == (1, True)
    with processes(where, kafka):
        eventually(lambda: has_reached(new, LATER), PATIENCE)
        assert kept(new) == before
        assert rows(new, "SELECT * FROM deliveries") == []
        assert len(records(kafka, TOPIC)) == had_said
        with connect(new) as connection:
            assert verify(connection).differences == ()

        partnerships.let_time_pass(LATER + timedelta(days=400))
        eventually(lambda: len(records(kafka, TOPIC)) > had_said, PATIENCE)
    assert rows(new, "SELECT count(*) FROM deliveries") > [(0,)]
    assert rows(new, "SELECT who, command FROM audit") == [("olga", "rebuild")]
