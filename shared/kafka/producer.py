"""The producer: in order per key, without doubles."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from time import monotonic
from typing import Any, TypeAlias

from kafka import KafkaProducer
from kafka.partitioner.default import DefaultPartitioner, murmur2

from shared.kafka.client import BrokerError
from shared.settings import KafkaSettings

Headers: TypeAlias = list[tuple[str, bytes]]
Sent: TypeAlias = Any  # kafka.producer.future.FutureRecordMetadata

_DELIVERY_SECONDS = 30
_CLOSING_SECONDS = 5
_LINGER_SECONDS = 0.005
_STREAMS = 20_000

_hash: Callable[[bytes], int] = lru_cache(_STREAMS)(murmur2)


class _ByKey(DefaultPartitioner):  # type: ignore[misc]
    """Where the client puts a key by itself, which takes it a sixteenth of what sending takes."""

    def partition(self, topic: str, *given: Any) -> int:
        _, key, _, _, cluster = given
        partitions: list[int] = sorted(cluster.partitions_for_topic(topic))
        return partitions[(_hash(key) & 0x7FFFFFFF) % len(partitions)]


class Producer:
    """After one failure it is of no use: close it, make another, start where all was written."""

    def __init__(
        self,
        settings: KafkaSettings,
        delivery_seconds: int = _DELIVERY_SECONDS,
        linger_seconds: float = _LINGER_SECONDS,
    ) -> None:
        self._prefix = settings.topic_prefix
        self._linger_seconds = linger_seconds
        self._producer = KafkaProducer(
            bootstrap_servers=list(settings.bootstrap_servers),
            # Said explicitly: settings at odds with it would otherwise turn it off silently.
            enable_idempotence=True,
            acks="all",
            compression_type="lz4",
            batch_size=256 * 1024,
            # With none, each few records wake the client's own thread, and both wait for the GIL.
            linger_ms=linger_seconds * 1000,
            partitioner=_ByKey(),
            delivery_timeout_ms=delivery_seconds * 1000,
            request_timeout_ms=min(10_000, delivery_seconds * 500),
            max_block_ms=10_000,
            reconnect_backoff_max_ms=1_000,
            allow_auto_create_topics=False,
            metrics_enabled=False,
        )

    def send(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> Sent:
        sent = self._producer.send(self._prefix + topic, value, key, headers)
        # What waits behind a record that fails must not be written without it: no gap in a stream.
        sent.add_errback(self._stop)
        return sent

    def send_tombstone(self, topic: str, partition: int, key: bytes) -> Sent:
        """Send to a partition that need not be the key's."""
        return self._producer.send(self._prefix + topic, None, key, [], partition)

    def hurry(self) -> None:
        """Send at once what has gathered. Whether it is written, its futures tell."""
        with suppress(BrokerError):
            # Behind that time nothing lingers any more.
            self._producer.flush(self._linger_seconds)

    def close(self) -> None:
        """Close at once, whatever is under way: after an outage some of it never ends."""
        self._stop()
        self._producer._sender.join(_CLOSING_SECONDS)  # noqa: SLF001
        with suppress(BrokerError):
            self._producer.close(timeout=0)

    def _stop(self, _failure: object = None) -> None:
        """Send nothing more. The client's own way waits first, gives up, and then goes on."""
        self._producer._sender.force_close()  # noqa: SLF001


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
