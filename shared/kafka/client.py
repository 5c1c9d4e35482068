"""Consumers that keep their positions to themselves, and what can be asked of a topic."""

from collections.abc import Collection, Mapping
from typing import Any

from kafka import KafkaConsumer
from kafka.errors import KafkaError
from kafka.structs import TopicPartition

from shared.settings import KafkaSettings

BrokerError: type[Exception] = KafkaError


def client(settings: KafkaSettings, **options: Any) -> Any:
    return KafkaConsumer(
        bootstrap_servers=list(settings.bootstrap_servers),
        enable_auto_commit=False,
        # A position that is no longer there is an error, never a jump.
        auto_offset_reset="none",
        reconnect_backoff_max_ms=1_000,
        allow_auto_create_topics=False,
        metrics_enabled=False,
        **options,
    )


def end_offsets(settings: KafkaSettings, topic: str) -> dict[int, int]:
    """Return the offset that the next record of each partition will have."""
    return {number: end for (_, number), end in ends_of_topics(settings, [topic]).items()}


def ends_of_topics(
    settings: KafkaSettings, topics: Collection[str]
) -> Mapping[tuple[str, int], int]:
    """Return the same of several topics, asked at once."""
    with client(settings) as consumer:
        names = {settings.topic_prefix + topic: topic for topic in topics}
        partitions = [
            TopicPartition(name, number)
            for name in names
            for number in consumer.partitions_for_topic(name) or ()
        ]
        ends = consumer.end_offsets(partitions)
    return {(names[each.topic], each.partition): offset for each, offset in ends.items()}
