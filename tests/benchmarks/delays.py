"""From an append's commit until a consumer has the record, an event every hundredth of a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from kafka.structs import TopicPartition
from prometheus_client import CollectorRegistry

from shared.database import connect
from shared.events.partnerships import TOPIC
from shared.kafka.client import client, end_offsets
from shared.relay import Relay
from shared.relay_metrics import RelayMetrics
from shared.settings import DatabaseSettings, KafkaSettings
from tests.benchmarks.relays import SPEAKER

PAUSE = 0.01
_PATIENCE = 60

_APPEND = """
    INSERT INTO events (
        stream, version, id, type, schema_version, data, actor, correlation_id, occurred_at,
        recorded_at
    )
    VALUES (
        %s, %s, gen_random_uuid(), 'ProgressReported', 1, '{}', 'a mentee', gen_random_uuid(),
        '2026-01-01', clock_timestamp()
    )
"""


def milliseconds(url: str, kafka: KafkaSettings, events: int) -> list[float]:
    """Run a relay beside somebody who appends slowly; return the delay of each event."""
    heard: dict[int, float] = {}
    said: dict[int, float] = {}
    with _relay(url, kafka), _ears(kafka, heard), connect(url) as connection:
        end = monotonic() + _PATIENCE + events * PAUSE
        for version in range(1, events + 1):
            connection.execute(_APPEND, ("a stream", version))
            said[version] = monotonic()
            Event().wait(PAUSE)
        while len(heard) < events and monotonic() < end:
            Event().wait(PAUSE)
    return [1000 * max(0.0, heard[version] - at) for version, at in said.items()]


@contextmanager
def _relay(url: str, kafka: KafkaSettings) -> Iterator[None]:
    relay = Relay(
        speaker=SPEAKER,
        database=DatabaseSettings(url=url),
        kafka=kafka,
        metrics=RelayMetrics(CollectorRegistry()),
    )
    stop = Event()
    thread = Thread(target=relay.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _ears(kafka: KafkaSettings, heard: dict[int, float]) -> Iterator[None]:
    stop = Event()

    def listen() -> None:
        ends = end_offsets(kafka, TOPIC)
        with client(kafka) as consumer:
            partitions = {
                TopicPartition(kafka.topic_prefix + TOPIC, number): end
                for number, end in ends.items()
            }
            consumer.assign(list(partitions))
            for partition, end in partitions.items():
                consumer.seek(partition, end)
            while not stop.is_set():
                for records in consumer.poll(timeout_ms=100).values():
                    now = monotonic()
                    heard.update((_version(record.headers), now) for record in records)

    thread = Thread(target=listen)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _version(headers: list[tuple[str, bytes]]) -> int:
    return int(dict(headers)["ce_sequence"])
