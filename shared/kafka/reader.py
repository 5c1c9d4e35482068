"""A reader of one topic with one partition, from its beginning, member of no group."""

from collections.abc import Iterator

from kafka.structs import TopicPartition

from shared.kafka.client import client
from shared.settings import KafkaSettings


class Reader:
    def __init__(self, settings: KafkaSettings, topic: str) -> None:
        partition = TopicPartition(settings.topic_prefix + topic, 0)
        self._consumer = client(settings)
        self._consumer.assign([partition])
        self._consumer.seek_to_beginning(partition)

    def read(self, seconds: float = 0) -> Iterator[bytes]:
        """Yield the values that have come since the last time."""
        for records in self._consumer.poll(timeout_ms=int(seconds * 1000)).values():
            for record in records:
                yield record.value

    def close(self) -> None:
        self._consumer.close(autocommit=False, timeout_ms=1_000)
