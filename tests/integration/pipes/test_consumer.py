"""Every fact is acted upon once, in the order of its stream, whatever fails on the way."""

from collections.abc import Callable, Iterator, Sequence

import psycopg
import pytest

from shared.database import Connection
from shared.event_store.store import append_many
from shared.events.enrollment import PEOPLE_TOPIC, TOPIC
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import Heard, Name, PoisonedError
from shared.kafka.producer import Producer, settle
from shared.parked import stopped
from shared.release import drop, retry
from shared.settings import DatabaseSettings, KafkaSettings
from tests.support.eventually import eventually
from tests.support.pipes import Ears, Voice, consumer, headers, hears, relay
from tests.support.programs import PROGRAM, addition

Versions = list[tuple[str, int]]


@pytest.fixture
def voice(kafka: KafkaSettings) -> Iterator[Voice]:
    producer = Producer(kafka)
    yield Voice(producer=producer)
    producer.close()


def test_what_one_service_records_another_one_knows(
    speaking: DatabaseSettings,
    hearing: DatabaseSettings,
    said_in: Connection,
    heard_in: Connection,
    kafka: KafkaSettings,
) -> None:
    ears = Ears()
    with relay(speaking, kafka), consumer(hears([TOPIC], ears), hearing, kafka):
        recorded = append_many(said_in, [addition(f"program-{n}", 0, events=4) for n in range(5)])
        eventually(lambda: len(ears.facts) == 20)

    columns = "stream, version, id, data, actor, occurred_at, recorded_at, correlation_id"
    query = f"SELECT {columns} FROM {{}} ORDER BY stream, version"  # noqa: S608
    said = said_in.execute(query.format("events").encode()).fetchall()
    assert heard_in.execute(query.format("journal").encode()).fetchall() == said
    assert {fact.id for fact in ears.facts} == {event.id for event in recorded}


@pytest.mark.parametrize("failures", [1, 3, 8])
def test_a_failure_that_passes_changes_nothing(
    hearing: DatabaseSettings,
    heard_in: Connection,
    kafka: KafkaSettings,
    voice: Voice,
    failures: int,
) -> None:
    for version in range(1, 6):
        voice.says("program-1", version)
    heard_in.execute("CREATE TABLE acted (version int)")
    left = [psycopg.OperationalError()] * failures

    def fail_first(connection: Connection, facts: Sequence[Heard]) -> None:
        for fact in facts:
            # Now before anything was done, now in the middle of it.
            if left and fact.version == 1 + 2 * (len(left) % 2):
                raise left.pop()
            connection.execute("INSERT INTO acted VALUES (%s)", (fact.version,))

    with consumer(hears([TOPIC], Ears(when_applied=fail_first)), hearing, kafka):
        eventually(lambda: len(_journal(heard_in)) == 5, seconds=20)
    acted = heard_in.execute("SELECT version FROM acted ORDER BY version").fetchall()
    assert acted == [(version,) for version in range(1, 6)]


def test_a_connection_that_breaks_is_made_anew(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings, voice: Voice
) -> None:
    voice.says("program-1", 1)
    times: list[int] = []

    def be_cut(connection: Connection, _facts: Sequence[Heard]) -> None:
        times.append(1)
        if len(times) == 1:
            connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with consumer(hears([TOPIC], Ears(when_applied=be_cut)), hearing, kafka):
        eventually(lambda: _journal(heard_in) == [("program-1", 1)], seconds=20)
    assert len(times) == 2


def test_what_is_said_again_is_not_acted_upon_again(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings, voice: Voice
) -> None:
    ears = Ears()
    for version in [1, 2, 3, 1, 2, 3, 4]:
        voice.says("program-1", version)
    with consumer(hears([TOPIC], ears), hearing, kafka):
        eventually(lambda: len(_journal(heard_in)) == 4)
        voice.says("program-1", 2)
        voice.says("program-1", 5)
        eventually(lambda: len(_journal(heard_in)) == 5)
    assert [fact.version for fact in ears.facts] == [1, 2, 3, 4, 5]
    assert not stopped(heard_in)


def test_a_gap_stops_its_stream_and_no_other_until_it_is_filled(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings, voice: Voice
) -> None:
    ears = Ears()
    with consumer(hears([TOPIC], ears), hearing, kafka):
        for version in (1, 3, 4):
            voice.says("program-1", version)
        voice.says("program-2", 1)
        eventually(lambda: _waiting(heard_in) == [("program-1", 3, 2)])
        eventually(lambda: ("program-2", 1) in _journal(heard_in))

        voice.says("program-1", 2)
        eventually(lambda: _waiting(heard_in) == [("program-1", 3, 3)])
        assert "gap: 2 is missing" in stopped(heard_in)[0].reason
        retry(heard_in, "program-1", ears.apply)
        voice.says("program-1", 5)
        eventually(lambda: ("program-1", 5) in _journal(heard_in))

    assert not stopped(heard_in)
    assert [fact.version for fact in ears.facts if fact.stream == "program-1"] == [1, 2, 3, 4, 5]


def _poisoned(fact: Heard) -> None:
    raise PoisonedError(fact, "cannot be folded")


def _broken(fact: Heard) -> None:
    raise KeyError(fact.stream)


@pytest.mark.parametrize("fail", [_poisoned, _broken])
def test_a_fact_that_cannot_be_applied_stops_its_stream_and_no_other(
    hearing: DatabaseSettings,
    heard_in: Connection,
    kafka: KafkaSettings,
    voice: Voice,
    fail: Callable[[Heard], None],
) -> None:
    def choke(_connection: Connection, facts: Sequence[Heard]) -> None:
        for fact in facts:
            if (fact.stream, fact.version) == ("program-1", 2):
                fail(fact)

    ears = Ears(when_applied=choke)
    for version in (1, 2, 3):
        voice.says("program-1", version)
        voice.says("program-2", version)
    with consumer(hears([TOPIC], ears), hearing, kafka):
        eventually(lambda: ("program-2", 3) in _journal(heard_in))
        eventually(lambda: _waiting(heard_in) == [("program-1", 2, 2)])
        retry(heard_in, "program-1", ears.apply)
        assert _waiting(heard_in) == [("program-1", 2, 2)]

        drop(heard_in, "program-1")
        retry(heard_in, "program-1", ears.apply)
        voice.says("program-1", 4)
        eventually(lambda: ("program-1", 4) in _journal(heard_in))
    assert not stopped(heard_in)
    assert ("program-1", 2) not in _journal(heard_in)


def test_a_record_that_is_no_event_stops_its_stream_and_no_other(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings, voice: Voice
) -> None:
    voice.says("program-1", 1)
    voice.says_raw("program-1", b"{}")
    voice.says_raw("program-2", b"{}", headers("program-3", 1))
    voice.says_raw("program-4", b"{}", headers("program-4", 1, source="/mentoring/somebody"))
    voice.says_raw("program-5", None, headers("program-5", 1))
    voice.says("program-6", 1, data=b'{"key": "\\u0000"}')
    voice.says("program-7", 1)
    with consumer(hears([TOPIC]), hearing, kafka):
        eventually(lambda: _journal(heard_in) == [("program-1", 1), ("program-7", 1)])
        eventually(lambda: len(stopped(heard_in)) == 5)

    reasons = {parked.stream: parked.reason for parked in stopped(heard_in)}
    assert reasons.keys() == {f"program-{n}" for n in (1, 2, 4, 5, 6)}
    assert reasons["program-2"] == "unreadable: the key is not the stream"
    drop(heard_in, "program-1")
    retry(heard_in, "program-1", lambda _connection, _facts: None)
    assert "program-1" not in {parked.stream for parked in stopped(heard_in)}


def test_names_are_heard_and_forgotten(
    hearing: DatabaseSettings, kafka: KafkaSettings, voice: Voice
) -> None:
    ears = Ears()
    people = Voice(producer=voice.producer, topic=PEOPLE_TOPIC)
    people.says_raw(str(PROGRAM), b'{"name": "Ada"}')
    people.says_raw("nobody", b"{}")
    people.says_raw(str(PROGRAM), None)
    with consumer(hears([TOPIC, PEOPLE_TOPIC], ears), hearing, kafka):
        eventually(lambda: len(ears.names) == 2)
    assert ears.names == [Name(PROGRAM, b'{"name": "Ada"}'), Name(PROGRAM, None)]


def test_a_watermark_counts_when_all_before_it_is_applied(
    hearing: DatabaseSettings, kafka: KafkaSettings, voice: Voice
) -> None:
    ears = Ears()
    voice.says("program-1", 1)

    def say(through: str, offset: int) -> None:
        offsets = ",".join(f'"{n}":{offset}' for n in range(6))
        watermark = (
            f'{{"source":"s","topic":"{TOPIC}","through":"{through}","offsets":{{{offsets}}}}}'
        )
        settle([voice.producer.send(WATERMARKS_TOPIC, b"s", watermark.encode(), [])])

    say("2026-01-01T00:00:00Z", 0)
    say("2026-01-02T00:00:00Z", 2)
    with consumer(hears([TOPIC], ears), hearing, kafka):
        eventually(lambda: len(ears.watermarks) == 6)
        assert {through.day for _, _, through in ears.watermarks} == {1}

        voice.says("program-1", 2)
        eventually(lambda: len(ears.watermarks) == 7)
        assert [fact.version for fact in ears.facts] == [1, 2]
        assert ears.watermarks[-1][2].day == 2


def _journal(connection: Connection) -> Versions:
    rows = connection.execute("SELECT stream, version FROM journal ORDER BY stream, version")
    return [(stream, version) for stream, version in rows]


def _waiting(connection: Connection) -> list[tuple[str, int | None, int]]:
    return [(parked.stream, parked.version, parked.waiting) for parked in stopped(connection)]
