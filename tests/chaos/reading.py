"""What lies in the stores, topics and journals, read beside the system's own readers."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from kafka.structs import TopicPartition

from shared.database import Connection
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import Raw
from shared.kafka.client import client, end_offsets
from shared.settings import KafkaSettings
from shared.watermark import Watermark

Version = tuple[str, int]


class Stored(NamedTuple):
    position: int
    stream: str
    version: int
    event_id: UUID
    type: str
    data: str
    correlation_id: UUID
    causation_id: UUID | None
    recorded_at: datetime
    transaction: str


def stored(connection: Connection, after: int) -> list[Stored]:
    """The events behind a position, in that order."""
    rows = connection.execute(
        """
        SELECT
            position, stream, version, id, 'mentoring.' || type || '.v' || schema_version,
            data::text, correlation_id, causation_id, recorded_at, xid::text
        FROM events
        WHERE position > %s
        ORDER BY position
        """,
        (after,),
    )
    return list(map(Stored._make, rows))


def records(kafka: KafkaSettings, topic: str, since: Mapping[int, int]) -> Iterator[Raw]:
    """Everything that a topic holds behind these offsets, partition by partition."""
    name = kafka.topic_prefix + topic
    ends = end_offsets(kafka, topic)
    with client(kafka) as reader:
        for number, end in ends.items():
            partition = TopicPartition(name, number)
            reader.assign([partition])
            reader.seek(partition, since.get(number, 0))
            while reader.position(partition) < end:
                for record in reader.poll(timeout_ms=1000).get(partition, ()):
                    place = (topic, number, record.offset)
                    yield Raw(*place, record.key, record.value, record.headers)


def watermarks(kafka: KafkaSettings, since: Mapping[int, int]) -> list[Watermark]:
    values = [raw.value or b"" for raw in records(kafka, WATERMARKS_TOPIC, since)]
    return [msgspec.json.decode(value, type=Watermark) for value in values]


def rows(connection: Connection, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode(), parameters).fetchall()
