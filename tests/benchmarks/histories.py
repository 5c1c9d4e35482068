"""Realistic histories where a row needs them: in an event store, or in a topic."""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from shared.cloudevents import from_json, to_headers
from shared.database import connect
from shared.events.partnerships import TOPIC
from shared.kafka.producer import Headers, Producer, settle
from shared.settings import KafkaSettings
from tests.support.histories.bulk import bulk, interleaved
from tests.support.histories.wire import ENCODER, Wire, lines

EVENTS_EACH = 42  # has a partnership, about
AN_APPEND = 100  # so many events share a transaction
_ON_THE_WAY = 5_000

_COLUMNS = """
    stream, version, id, type, schema_version, data, actor, correlation_id, occurred_at, recorded_at
"""


def told(partnerships: int, seed: int = 7) -> list[Wire]:
    """About 44 events a partnership, all partnerships mixed."""
    return list(interleaved(list(bulk(partnerships, seed)), Random(seed)))  # noqa: S311


def store(url: str, events: list[Wire]) -> None:
    with connect(url) as connection:
        for start in range(0, len(events), AN_APPEND):
            with connection.cursor().copy(f"COPY events ({_COLUMNS}) FROM STDIN") as copy:
                for event in events[start : start + AN_APPEND]:
                    copy.write_row(_row(event))


def _row(event: Wire) -> tuple[Any, ...]:
    _, name, version = event["type"].split(".")
    return (
        event["subject"],
        int(event["sequence"]),
        event["id"],
        name,
        int(version.removeprefix("v")),
        ENCODER.encode(event["data"]).decode(),
        event["actor"],
        event["correlationid"],
        event["time"],
        event["recordedtime"],
    )


def say(kafka: KafkaSettings, events: list[Wire]) -> None:
    """Put them on their topic as the relay of partnerships would."""
    producer = Producer(kafka)
    records = list(_records(events))
    for start in range(0, len(records), _ON_THE_WAY):
        settle([producer.send(TOPIC, *record) for record in records[start : start + _ON_THE_WAY]])
    producer.close()


def _records(events: list[Wire]) -> Iterator[tuple[bytes, bytes, Headers]]:
    for line in lines(events):
        event = from_json(line)
        yield event.stream.encode(), bytes(event.data), to_headers(event)


def last_recorded(events: list[Wire]) -> datetime:
    return max(datetime.fromisoformat(event["recordedtime"]) for event in events)
