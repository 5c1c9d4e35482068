"""Everything recorded is said, at least once, in the order of its stream."""

from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event

from shared.database import Connection
from shared.event_store.store import append_many
from shared.events.enrollment import PEOPLE_TOPIC, SOURCE, TOPIC
from shared.events.event import encode
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import read_event
from shared.kafka.client import BrokerError
from shared.kafka.producer import Headers, Producer, Sent
from shared.outbox import FenceLostError, Outbox, Round
from shared.settings import DatabaseSettings, KafkaSettings
from shared.topics import ensure_topics
from shared.unsaid import UnsaidRows
from tests.support.eventually import eventually
from tests.support.pipes import records, relay, relaying
from tests.support.programs import PROGRAM, addition

_ROW = """
    INSERT INTO events (
        stream, version, id, type, schema_version, data, actor, correlation_id, occurred_at,
        recorded_at, imported_at
    )
    VALUES (
        'program-1', 1, gen_random_uuid(), 'ProgramCreated', 1, '{}', 'somebody',
        gen_random_uuid(), %(at)s, %(at)s, %(at)s
    )
"""


class _CrashError(Exception):
    pass


class _DyingOutbox(Outbox):
    """Dies after the records were written, before that is noted."""

    def said(self, round_: Round, through: datetime | None) -> None:
        raise _CrashError(round_, through)


class _LosingProducer(Producer):
    """Loses one record in the middle of many; those behind it are written."""

    def __init__(self, settings: KafkaSettings) -> None:
        super().__init__(settings)
        self._left = 3

    def send(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> Sent:
        sent = super().send(topic, key, value, headers)
        self._left -= 1
        return _Lost() if self._left == 0 else sent


class _NotingProducer(Producer):
    def __init__(self, settings: KafkaSettings) -> None:
        super().__init__(settings)
        self.asked: list[str] = []

    def send(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> Sent:
        self.asked.append(topic)
        return super().send(topic, key, value, headers)

    def hurry(self) -> None:
        self.asked.append("hurry")
        super().hurry()


class _Lost:
    def get(self, timeout: float) -> Any:
        raise BrokerError(timeout)


def test_what_is_recorded_is_said_in_cloudevents_keyed_by_stream(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    recorded = append_many(said_in, [addition(f"program-{n}", 0, events=3) for n in range(8)])
    with relay(speaking, kafka):
        said = eventually(lambda: _all_said(kafka, 24))

    heard = sorted((read_event(raw) for raw in said), key=lambda fact: (fact.stream, fact.version))
    assert [(fact.id, fact.stream, fact.version, fact.recorded_at) for fact in heard] == [
        (event.id, event.stream, event.version, event.recorded_at) for event in recorded
    ]
    raw = said[0]
    message = KafkaMessage(headers=dict(raw.headers), key=raw.key, value=raw.value or b"")
    event = from_binary_event(message)
    assert event.get_subject() == event.get_extension("partitionkey") == (raw.key or b"").decode()
    assert event.get_source() == SOURCE
    assert event.get_data() == {"key": "a program", "program_id": str(PROGRAM)}


@pytest.mark.parametrize("microsecond", [0, 1, 100, 500_000, 123_456, 999_999])
def test_instants_are_said_as_they_are_published(
    speaking: DatabaseSettings, said_in: Connection, microsecond: int
) -> None:
    at = datetime(2026, 2, 28, 23, 59, 59, microsecond, UTC)
    said_in.execute(_ROW, {"at": at})
    rows = UnsaidRows(speaking.url, SOURCE)
    ((_, message),) = eventually(lambda: rows.events((0, 0), rows.oldest_open(), 1))
    rows.close()
    said = dict(message.headers)
    assert [said[name] for name in ("ce_time", "ce_recordedtime", "ce_importedtime")] == [
        encode(at).strip(b'"')
    ] * 3


def test_a_round_gathers_only_while_there_is_more(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    append_many(said_in, [addition("program-1", 0, events=3)])
    noting = _NotingProducer(kafka)
    outbox = Outbox(UnsaidRows(speaking.url, SOURCE), most=2)
    with relaying(kafka, outbox, noting) as relaying_:
        eventually(relaying_.step)
        assert noting.asked[-2:] == [TOPIC, TOPIC]
        relaying_.step()
        said = [asked for asked in noting.asked if asked != WATERMARKS_TOPIC]
        assert said[-4:] == [TOPIC, TOPIC, TOPIC, "hurry"]


def test_a_relay_killed_before_its_checkpoint_says_it_again_and_loses_nothing(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    append_many(said_in, [addition("program-1", 0, events=5)])
    with (
        relaying(kafka, _DyingOutbox(UnsaidRows(speaking.url, SOURCE))) as dying,
        pytest.raises(_CrashError),
    ):
        eventually(dying.step)
    append_many(said_in, [addition("program-1", 5, events=2)])
    with relaying(kafka, Outbox(UnsaidRows(speaking.url, SOURCE))) as next_one:
        eventually(next_one.step)
    with relaying(kafka, Outbox(UnsaidRows(speaking.url, SOURCE))) as one_more:
        assert not one_more.step()

    versions = [read_event(raw).version for raw in records(kafka, TOPIC)]
    assert versions == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6, 7]


def test_one_record_lost_among_many_stops_the_round(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    append_many(said_in, [addition("program-1", 0, events=5)])
    losing = _LosingProducer(kafka)
    with (
        relaying(kafka, Outbox(UnsaidRows(speaking.url, SOURCE)), losing) as unlucky,
        pytest.raises(BrokerError),
    ):
        eventually(unlucky.step)
    assert said_in.execute("SELECT position FROM relay").fetchone() == (0,)


def test_a_relay_waits_for_a_broker_that_is_not_ready(
    speaking: DatabaseSettings, said_in: Connection, kafka_bootstrap: str
) -> None:
    nowhere = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    append_many(said_in, [addition("program-1", 0)])
    with relay(speaking, nowhere):
        ensure_topics(nowhere)
        eventually(lambda: _all_said(nowhere, 1), seconds=20)


def test_the_relay_that_came_last_is_the_only_one(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    append_many(said_in, [addition("program-1", 0)])
    with (
        relaying(kafka, Outbox(UnsaidRows(speaking.url, SOURCE))) as first,
        relaying(kafka, Outbox(UnsaidRows(speaking.url, SOURCE))) as second,
    ):
        with pytest.raises(FenceLostError):
            eventually(first.step)
        eventually(second.step)
        append_many(said_in, [addition("program-1", 1)])
        with pytest.raises(FenceLostError):
            eventually(first.step)
        eventually(second.step)


def test_names_are_said_and_not_kept(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    said_in.execute(
        """INSERT INTO people_outbox (person_id, value) VALUES (%s, '{"name": "Ada"}')""",
        (PROGRAM,),
    )
    said_in.execute("INSERT INTO people_outbox (person_id) VALUES (%s)", (PROGRAM,))
    with relaying(kafka, Outbox(UnsaidRows(speaking.url, SOURCE))) as relaying_:
        eventually(relaying_.step)

    said = records(kafka, PEOPLE_TOPIC)
    assert [raw.value for raw in said] == [b'{"name": "Ada"}', None]
    assert {raw.key for raw in said} == {str(PROGRAM).encode()}
    assert said_in.execute("SELECT count(*) FROM people_outbox").fetchone() == (0,)


def test_a_relay_that_was_replaced_forgets_no_name(
    speaking: DatabaseSettings, said_in: Connection
) -> None:
    replaced, active = (UnsaidRows(speaking.url, SOURCE) for _ in range(2))
    (lost, checkpoint), (fence, _) = replaced.take_hold(), active.take_hold()
    said_in.execute("INSERT INTO people_outbox (person_id) VALUES (%s)", (PROGRAM,))
    ((position, _),) = eventually(lambda: active.people(active.oldest_open(), 1))
    assert not replaced.move(lost, checkpoint, None, [position])
    assert said_in.execute("SELECT count(*) FROM people_outbox").fetchone() == (1,)
    assert active.move(fence, checkpoint, None, [position])
    assert said_in.execute("SELECT count(*) FROM people_outbox").fetchone() == (0,)
    replaced.close()
    active.close()


def _all_said(kafka: KafkaSettings, number: int) -> Any:
    said = records(kafka, TOPIC)
    return said if len(said) == number else None
