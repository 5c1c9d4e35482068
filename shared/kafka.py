"""The Kafka client, set up as it must be here. Nothing else imports it.

Clients are made in the process and thread that use them, never before a fork.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, TypeAlias

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError, TopicAlreadyExistsError
from kafka.structs import TopicPartition

from shared.settings import KafkaSettings

Headers: TypeAlias = list[tuple[str, bytes]]
Sent: TypeAlias = Any  # kafka.producer.future.FutureRecordMetadata
BrokerError: type[Exception] = KafkaError

_DELIVERY_SECONDS = 30


class Producer:
    """Sends in order per key and without doubles. After one failure: close it, make another."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._prefix = settings.topic_prefix
        self._producer = KafkaProducer(
            bootstrap_servers=list(settings.bootstrap_servers),
            # Said explicitly: settings at odds with it would otherwise turn it off silently.
            enable_idempotence=True,
            acks="all",
            compression_type="lz4",
            batch_size=256 * 1024,
            delivery_timeout_ms=_DELIVERY_SECONDS * 1000,
            request_timeout_ms=10_000,
            max_block_ms=10_000,
            reconnect_backoff_max_ms=1_000,
            allow_auto_create_topics=False,
            metrics_enabled=False,
        )

    def send(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> Sent:
        return self._producer.send(self._prefix + topic, value, key, headers)

    def close(self) -> None:
        """Close at once, whatever is under way: after an outage some of it never ends."""
        with suppress(KafkaError):
            self._producer.close(timeout=0)


def settle(sent: Iterable[Sent]) -> Mapping[int, int]:
    """Wait until all is written, to one topic; return the offset that follows in each partition.

    Raises `BrokerError` if one is not. The deadline is our own: not every future is resolved.
    """
    deadline = monotonic() + _DELIVERY_SECONDS + 5
    ends: dict[int, int] = {}
    for future in sent:
        written = future.get(timeout=max(0.0, deadline - monotonic()))
        ends[written.partition] = written.offset + 1
    return ends


def end_offsets(settings: KafkaSettings, topic: str) -> dict[int, int]:
    """Return the offset that the next record of each partition will have."""
    name = settings.topic_prefix + topic
    with client(settings) as consumer:
        partitions = consumer.partitions_for_topic(name) or ()
        ends = consumer.end_offsets([TopicPartition(name, number) for number in partitions])
    return {partition.partition: offset for partition, offset in ends.items()}


def create_topics(
    settings: KafkaSettings, topics: Iterable[str], partitions: int, configs: Mapping[str, str]
) -> None:
    admin = KafkaAdminClient(bootstrap_servers=list(settings.bootstrap_servers))
    wanted = {"num_partitions": partitions, "configs": dict(configs)}
    try:
        for topic in topics:
            with suppress(TopicAlreadyExistsError):
                admin.create_topics({settings.topic_prefix + topic: wanted}, wait_for_metadata=True)
    finally:
        admin.close()


def client(settings: KafkaSettings, **options: Any) -> Any:
    """Return a consumer that keeps its positions to itself."""
    return KafkaConsumer(
        bootstrap_servers=list(settings.bootstrap_servers),
        enable_auto_commit=False,
        auto_offset_reset="none",
        reconnect_backoff_max_ms=1_000,
        allow_auto_create_topics=False,
        metrics_enabled=False,
        **options,
    )
