"""Records from one offset to another, for whoever is a member of no group."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from time import monotonic
from typing import Any

from kafka.errors import KafkaTimeoutError
from kafka.structs import TopicPartition

from shared.kafka.client import client
from shared.kafka.subscription import Partition, Record
from shared.settings import KafkaSettings

_PATIENCE_SECONDS = 30


def read_ranges(
    settings: KafkaSettings, ranges: Mapping[Partition, range]
) -> Generator[tuple[Partition, Record], None, None]:
    """Yield what there is in these ranges of offsets, one partition after the other.

    Raises `BrokerError`, also if a partition begins behind the first offset that is asked for.
    """
    with client(settings, max_poll_records=2_000) as consumer:
        for partition, offsets in ranges.items():
            for record in _range(consumer, _theirs(settings, partition), offsets):
                yield partition, record


def first_record(settings: KafkaSettings, partition: Partition, offsets: range) -> Record | None:
    with closing(read_ranges(settings, {partition: offsets})) as records:
        return next((record for _, record in records), None)


def _range(consumer: Any, partition: TopicPartition, offsets: range) -> Iterator[Record]:
    consumer.assign([partition])
    consumer.seek(partition, offsets.start)
    deadline = monotonic() + _PATIENCE_SECONDS
    while consumer.position(partition) < offsets.stop:
        for record in consumer.poll(timeout_ms=500).get(partition, ()):
            deadline = monotonic() + _PATIENCE_SECONDS
            if record.offset < offsets.stop:
                yield record
        if monotonic() > deadline:
            raise KafkaTimeoutError(f"no answer about {partition}")


def _theirs(settings: KafkaSettings, partition: Partition) -> TopicPartition:
    return TopicPartition(settings.topic_prefix + partition[0], partition[1])
