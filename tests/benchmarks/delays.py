"""From an append's commit until a consumer has the record, an event every hundredth of a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from threading import Event, Thread
from time import monotonic

from kafka.structs import TopicPartition
from prometheus_client import CollectorRegistry

from shared.database import Connection, connect
from shared.events.partnerships import TOPIC
from shared.kafka.client import client, end_offsets
from shared.relay import Relay
from shared.relay_metrics import RelayMetrics
from shared.settings import DatabaseSettings, KafkaSettings
from tests.benchmarks.relays import SPEAKER

PAUSE = 0.01
_spawn = get_context("spawn")
_WARM_UP = 50
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
    """Run a relay beside somebody who appends slowly; return the delay of each event.

    What is appended until the relay is up, and a little behind that, does not count.
    """
    heard: dict[int, float] = {}
    with _relay(url, kafka), _ears(kafka, heard), connect(url) as connection:
        early = len(_append(connection, 1, lambda _: bool(heard)))
        early += len(_append(connection, 1 + early, lambda appended: appended == _WARM_UP))
        said = _append(connection, 1 + early, lambda appended: appended == events)
        end = monotonic() + _PATIENCE
        while not said.keys() <= heard.keys() and monotonic() < end:
            Event().wait(PAUSE)
    return [1000 * max(0.0, heard[version] - at) for version, at in said.items()]


def _append(
    connection: Connection, first: int, is_enough: Callable[[int], bool]
) -> dict[int, float]:
    """Append slowly until it `is_enough`; return when each version was appended."""
    appended: dict[int, float] = {}
    end = monotonic() + 10 * _PATIENCE
    while not is_enough(len(appended)) and monotonic() < end:
        version = first + len(appended)
        connection.execute(_APPEND, ("a stream", version))
        appended[version] = monotonic()
        Event().wait(PAUSE)
    return appended


@contextmanager
def _relay(url: str, kafka: KafkaSettings) -> Iterator[None]:
    """In a process of its own, as ever: else it would wait for what listens to it."""
    stop = _spawn.Event()
    process = _spawn.Process(target=_run, args=(url, kafka, stop))
    process.start()
    try:
        yield
    finally:
        stop.set()
        process.join()


def _run(url: str, kafka: KafkaSettings, stop: Event) -> None:
    relay = Relay(
        speaker=SPEAKER,
        database=DatabaseSettings(url=url),
        kafka=kafka,
        metrics=RelayMetrics(CollectorRegistry()),
    )
    relay.run(stop)


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
