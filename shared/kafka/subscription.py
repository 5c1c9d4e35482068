"""A member of a consumer group, whose positions are kept elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

from kafka import ConsumerRebalanceListener
from kafka.errors import (
    IllegalStateError,
    NoOffsetForPartitionError,
    UnknownTopicOrPartitionError,
)
from kafka.structs import TopicPartition

from shared.kafka.client import client
from shared.settings import KafkaSettings

Partition: TypeAlias = tuple[str, int]
Record: TypeAlias = Any  # kafka.consumer.fetcher.ConsumerRecord


def subscribe(
    settings: KafkaSettings, group: str, topics: Sequence[str], most: int
) -> "Subscription":
    consumer = client(
        settings,
        group_id=settings.topic_prefix + group,
        max_poll_records=most,
        session_timeout_ms=10_000,
        heartbeat_interval_ms=2_000,
    )
    return Subscription(consumer, topics, settings.topic_prefix)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """Runs on the client's own thread, so it takes note and does nothing else."""

    def __init__(self) -> None:
        self.generation: tuple[int, Collection[TopicPartition] | None] = (0, ())

    def on_partitions_revoked(self, _revoked: Any) -> None:
        self.generation = self.generation[0] + 1, None

    def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        self.generation = self.generation[0] + 1, assigned


class Subscription:
    """Gives no record of a new assignment before that was taken and its positions were sought."""

    def __init__(self, consumer: Any, topics: Sequence[str], prefix: str = "") -> None:
        self._prefix = prefix
        self._listener = _Listener()
        self._taken = 0
        self._consumer = consumer
        self._subscribe([prefix + topic for topic in topics])

    def _subscribe(self, names: Sequence[str]) -> None:
        # A member that joins before its topics are there is never given their partitions.
        missing = set(names) - set(self._consumer.topics())
        if missing:
            self.close()
            raise UnknownTopicOrPartitionError(missing)
        self._consumer.subscribe(names, listener=self._listener)

    def poll(self, seconds: float) -> Mapping[Partition, Sequence[Record]]:
        try:
            records = self._consumer.poll(timeout_ms=int(seconds * 1000))
        except NoOffsetForPartitionError:
            if self._listener.generation[0] == self._taken:
                raise
        if self._listener.generation[0] != self._taken:
            return {}
        return {self._own(partition): found for partition, found in records.items()}

    def assigned(self) -> Collection[Partition] | None:
        """Return this member's partitions once after each time they were assigned."""
        generation, partitions = self._listener.generation
        if generation == self._taken or partitions is None:
            return None
        self._taken = generation
        return [self._own(partition) for partition in partitions]

    def seek(self, offsets: Mapping[Partition, int]) -> None:
        for (topic, number), offset in offsets.items():
            try:
                self._consumer.seek(TopicPartition(self._prefix + topic, number), offset)
            except (KeyError, AssertionError, IllegalStateError):
                return  # Taken away meanwhile, which the next poll finds out.

    def close(self) -> None:
        self._consumer.close(autocommit=False, timeout_ms=5_000)

    def _own(self, partition: TopicPartition) -> Partition:
        return partition.topic.removeprefix(self._prefix), partition.partition
