"""The relay, our own reading and the CloudEvents library agree on what an event is on the wire."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from cloudevents.core.bindings.kafka import (
    KafkaMessage,
    from_binary_event,
    from_structured_event,
    to_binary_event,
)

from shared.clock import now
from shared.cloudevents import CloudEvent, from_json, to_headers, to_json
from shared.database import connect_pool
from shared.envelope import Recorded
from shared.event_store.store import EventStore
from shared.events.enrollment import SOURCE, TOPIC, VOCABULARY, ProgramEvent
from shared.heard import Raw, read_event
from shared.outbox import Message, Outbox
from shared.unsaid import UnsaidRows
from tests.support.eventually import eventually
from tests.support.programs import created, said

STREAM = "program-11111111-1111-4111-8111-111111111111"
WHOLE_SECOND = datetime(2026, 1, 1, 12, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def relayed(
    fresh_database: Callable[[str], str],
) -> tuple[list[Recorded[ProgramEvent]], list[Message]]:
    """Imported history and a live event behind it that answers another, and what a relay reads."""
    url = fresh_database("enrollment")
    pool = connect_pool(url)
    store: EventStore[ProgramEvent] = EventStore(pool, VOCABULARY, now)
    imported = created("Förderung 50 %", recorded_at=WHOLE_SECOND)
    store.append(STREAM, [imported], expected_version=0, said=said(), imported_at=now())
    answering = msgspec.structs.replace(said(), causation_id=uuid4(), traceparent=TRACE)
    store.append(STREAM, [created()], expected_version=1, said=answering)
    recorded = list(store.read(STREAM).events)
    pool.close()
    outbox = Outbox(UnsaidRows(url, SOURCE))
    messages: list[Message] = []

    def all_read() -> bool:
        messages.extend(outbox.read().events)
        return len(messages) == len(recorded)

    eventually(all_read)
    outbox.close()
    return recorded, messages


def test_what_is_relayed_is_what_was_recorded(
    relayed: tuple[list[Recorded[ProgramEvent]], list[Message]],
) -> None:
    for offset, (recorded, message) in enumerate(zip(*relayed, strict=True)):
        heard = read_event(Raw(TOPIC, 0, offset, *message))
        for name in ("id", "stream", "version", "occurred_at", "recorded_at", "imported_at"):
            assert getattr(heard, name) == getattr(recorded, name)
        for name in ("actor", "correlation_id", "causation_id", "traceparent"):
            assert getattr(heard, name) == getattr(recorded, name)
        assert sorted(message.headers) == sorted(to_headers(_structured(recorded, b"{}")))


def test_the_library_says_the_same_headers(
    relayed: tuple[list[Recorded[ProgramEvent]], list[Message]],
) -> None:
    for message in relayed[1]:
        headers = dict(message.headers)
        headers.pop("traceparent", None)
        ours = KafkaMessage(headers=headers, key=message.key, value=message.value or b"")
        theirs = to_binary_event(from_binary_event(ours))
        assert theirs.headers == headers
        assert theirs.key == message.key.decode()
        assert json.loads(theirs.value) == json.loads(ours.value)


def test_instants_are_written_in_one_way(
    relayed: tuple[list[Recorded[ProgramEvent]], list[Message]],
) -> None:
    imported, live = (dict(message.headers) for message in relayed[1])
    assert imported["ce_recordedtime"] == b"2026-01-01T12:00:00Z"
    assert imported["ce_sequence"] == b"0000000001"
    assert len(live["ce_recordedtime"]) in {len("2026-01-01T12:00:00.000001Z"), 20}


def test_structured_events_are_read_by_the_library_and_read_back(
    relayed: tuple[list[Recorded[ProgramEvent]], list[Message]],
) -> None:
    for recorded, message in zip(*relayed, strict=True):
        line = to_json(_structured(recorded, message.value or b""))
        media_type = {"content-type": b"application/cloudevents+json"}
        theirs = from_structured_event(KafkaMessage(headers=media_type, key=None, value=line))
        assert theirs.get_id() == str(recorded.id)
        assert theirs.get_time() == recorded.occurred_at
        assert theirs.get_extension("sequence") == f"{recorded.version:010}"
        assert theirs.get_data() == json.loads(message.value or b"")
        assert to_json(from_json(line)) == line


def _structured(recorded: Recorded[ProgramEvent], data: bytes) -> CloudEvent:
    return CloudEvent(
        specversion="1.0",
        id=recorded.id,
        type=f"mentoring.{type(recorded.event).__name__}.v1",
        source=SOURCE,
        stream=recorded.stream,
        occurred_at=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        sequence=f"{recorded.version:010}",
        partitionkey=recorded.stream,
        correlation_id=recorded.correlation_id,
        causation_id=recorded.causation_id,
        actor=recorded.actor,
        imported_at=recorded.imported_at,
        traceparent=recorded.traceparent,
        datacontenttype="application/json",
        data=msgspec.Raw(data),
    )
