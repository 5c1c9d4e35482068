"""Feeds a service's tables as the consumer does: new facts, per stream in order, in batches."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from services.accountability.consumer import apply, on_watermark
from shared.batch import process
from shared.database import Connection
from shared.events.partnerships import SOURCE, TOPIC
from shared.heard import Raw
from shared.ledger import DatabaseLedger

PARTITIONS = 3


def raw(event: dict[str, Any], offset: int, topic: str = TOPIC) -> Raw:
    """Make the record that a structured CloudEvent is on the wire."""
    headers = [
        (f"ce_{name}", str(value).encode())
        for name, value in event.items()
        if name not in {"data", "datacontenttype"}
    ]
    return Raw(
        topic=topic,
        partition=partition_of(event["subject"]),
        offset=offset,
        key=event["subject"].encode(),
        value=msgspec.json.encode(event["data"]),
        headers=[*headers, ("content-type", b"application/json")],
    )


def partition_of(stream: str) -> int:
    return UUID(stream[-36:]).int % PARTITIONS


def feed(connection: Connection, records: Sequence[Raw]) -> None:
    process(DatabaseLedger(connection), lambda: records, apply)


def feed_in_batches(connection: Connection, records: Sequence[Raw], rng: Random) -> None:
    """Split anywhere, and say again what was said before, as after a crash."""
    start = 0
    while start < len(records):
        end = start + rng.randrange(1, 60)
        again = rng.randrange(0, 20)
        feed(connection, records[max(0, start - again) : end])
        start = end


def let_time_pass(connection: Connection, through: datetime) -> None:
    for partition in range(PARTITIONS):
        process(DatabaseLedger(connection), partial(_tick, connection, partition, through), apply)


def _tick(connection: Connection, partition: int, through: datetime) -> Sequence[Raw]:
    on_watermark(connection, SOURCE, partition, through)
    return []
