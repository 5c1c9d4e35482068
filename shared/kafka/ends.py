"""Where partitions end now, asked again and again from whatever thread."""

from collections.abc import Collection, Mapping
from threading import Lock
from typing import Any

from kafka.structs import TopicPartition

from shared.kafka.client import BrokerError, client
from shared.settings import KafkaSettings

_PATIENCE_MS = 2_000


class Ends:
    """Keeps one connection, and makes another after a failure."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._consumer: Any = None

    def of(self, partitions: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], int]:
        """Return the offset that the next record of each will have. Raises `BrokerError`."""
        prefix = self._settings.topic_prefix
        wanted = [TopicPartition(prefix + topic, number) for topic, number in partitions]
        with self._lock:
            found = self._ask(wanted) if wanted else {}
        return {(p.topic.removeprefix(prefix), p.partition): offset for p, offset in found.items()}

    def close(self) -> None:
        """Let go of the connection; the next question makes another."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.close(autocommit=False, timeout_ms=0)

    def _ask(self, wanted: Collection[TopicPartition]) -> Mapping[TopicPartition, int]:
        if self._consumer is None:
            self._consumer = client(self._settings, bootstrap_timeout_ms=_PATIENCE_MS)
        try:
            ends: Mapping[TopicPartition, int] = self._consumer.end_offsets(wanted, _PATIENCE_MS)
        except BrokerError:
            self.close()
            raise
        return ends
