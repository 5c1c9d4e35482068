"""The consumer of accountability, and a bare loop, each reading some partitions to their ends."""

from collections.abc import Collection, Mapping, Sequence
from time import monotonic
from typing import Any

from kafka.structs import TopicPartition
from prometheus_client import CollectorRegistry

from services.accountability.hearing import HEARING
from shared.consumer_metrics import ConsumerMetrics
from shared.database import connect
from shared.events.partnerships import TOPIC
from shared.events.wire import WATERMARKS_TOPIC
from shared.kafka.client import client
from shared.kafka.reader import Reader
from shared.kafka.subscription import Partition, Record
from shared.ledger import DatabaseLedger
from shared.listening import Listening
from shared.settings import KafkaSettings
from shared.watermarks_heard import WatermarksHeard
from tests.benchmarks.processes import all_ready

_BATCH = 5_000

Span = tuple[int, float, float]  # how many, from when to when


class Assigned:
    """A subscription without a group: the partitions are given, all else is as it always is."""

    def __init__(self, kafka: KafkaSettings, numbers: Sequence[int]) -> None:
        self._prefix = kafka.topic_prefix
        self._partitions = [TopicPartition(self._prefix + TOPIC, number) for number in numbers]
        self._consumer = client(kafka, max_poll_records=_BATCH)
        self._consumer.assign(self._partitions)
        self._taken = False
        self.left: int = sum(self._consumer.end_offsets(self._partitions).values())

    def poll(self, seconds: float) -> Mapping[Partition, Sequence[Record]]:
        if not self._taken:
            return {}
        polled: Mapping[Any, Sequence[Record]] = self._consumer.poll(int(seconds * 1000))
        self.left -= sum(map(len, polled.values()))
        return {(TOPIC, each.partition): found for each, found in polled.items()}

    def assigned(self) -> Collection[Partition] | None:
        if self._taken:
            return None
        self._taken = True
        return [(TOPIC, partition.partition) for partition in self._partitions]

    def seek(self, offsets: Mapping[Partition, int]) -> None:
        for (_, number), offset in offsets.items():
            self._consumer.seek(TopicPartition(self._prefix + TOPIC, number), offset)

    def close(self) -> None:
        self._consumer.close(autocommit=False)


def consume(url: str, kafka: KafkaSettings, numbers: Sequence[int]) -> Span:
    """Journal, fold with all rules, tables."""
    subscription = Assigned(kafka, numbers)
    watermarks = WatermarksHeard(Reader(kafka, WATERMARKS_TOPIC))
    records, metrics = subscription.left, ConsumerMetrics(CollectorRegistry())
    with connect(url) as connection:
        ledger = DatabaseLedger(connection)
        listening = Listening(HEARING, ledger, subscription, watermarks, metrics)  # type: ignore[arg-type]
        listening.step()
        all_ready()
        began = monotonic()
        while subscription.left:
            listening.step()
        ended = monotonic()
    watermarks.close()
    subscription.close()
    return records, began, ended


def poll_only(kafka: KafkaSettings, numbers: Sequence[int]) -> Span:
    """Take records from the client and do nothing with them."""
    subscription = Assigned(kafka, numbers)
    records = subscription.left
    subscription.seek(dict.fromkeys(subscription.assigned() or (), 0))
    all_ready()
    began = monotonic()
    while subscription.left:
        subscription.poll(1.0)
    ended = monotonic()
    subscription.close()
    return records, began, ended


def rate(spans: Sequence[Span]) -> float:
    records = sum(span[0] for span in spans)
    return records / (max(span[2] for span in spans) - min(span[1] for span in spans))
