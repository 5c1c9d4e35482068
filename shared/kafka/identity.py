"""Which topics these are, and what stands last in them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from time import monotonic
from typing import Any
from uuid import UUID

from kafka import KafkaAdminClient
from kafka.errors import KafkaTimeoutError, UnknownTopicOrPartitionError
from kafka.structs import TopicPartition

from shared.kafka.client import client
from shared.settings import KafkaSettings

_PATIENCE_SECONDS = 10


def topic_ids(settings: KafkaSettings, topics: Collection[str]) -> Mapping[str, UUID]:
    """Return the ids that the broker gave when the topics were made. Raises `BrokerError`."""
    ids = present_topic_ids(settings, topics)
    if missing := set(topics) - set(ids):
        raise UnknownTopicOrPartitionError(missing)
    return ids


def present_topic_ids(settings: KafkaSettings, topics: Collection[str]) -> Mapping[str, UUID]:
    """Return the ids of those topics that there are."""
    prefix = settings.topic_prefix
    admin = KafkaAdminClient(bootstrap_servers=list(settings.bootstrap_servers))
    with closing(admin):
        found = admin.describe_topics([prefix + topic for topic in topics])
    return {
        each["name"].removeprefix(prefix): UUID(str(each["topic_id"]))
        for each in found
        if not each["error_code"]
    }


def ends_of(
    settings: KafkaSettings, partitions: Collection[tuple[str, int]]
) -> Mapping[tuple[str, int], int]:
    """Return the offset that the next record of each of these partitions will have."""
    prefix = settings.topic_prefix
    if not partitions:
        return {}
    with client(settings) as consumer:
        ends = consumer.end_offsets([TopicPartition(prefix + topic, n) for topic, n in partitions])
    return {(each.topic.removeprefix(prefix), each.partition): end for each, end in ends.items()}


def last_records(settings: KafkaSettings, topic: str) -> Sequence[Any]:
    """Return the last record of each partition that has any."""
    name = settings.topic_prefix + topic
    with client(settings) as consumer:
        partitions = [TopicPartition(name, n) for n in consumer.partitions_for_topic(name) or ()]
        begins, ends = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
        wanted = {each: ends[each] - 1 for each in partitions if ends[each] > begins[each]}
        consumer.assign(list(wanted))
        for partition, offset in wanted.items():
            consumer.seek(partition, offset)
        return _poll(consumer, wanted)


def _poll(consumer: Any, wanted: Mapping[TopicPartition, int]) -> Sequence[Any]:
    found: dict[TopicPartition, Any] = {}
    deadline = monotonic() + _PATIENCE_SECONDS
    while set(found) < set(wanted):
        if monotonic() > deadline:
            raise KafkaTimeoutError("the last records do not come")
        for partition, records in consumer.poll(timeout_ms=500).items():
            found.setdefault(partition, records[0])
    return list(found.values())
