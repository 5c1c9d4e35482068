"""Relays and consumers run in threads of the test; topics read to their end; facts said by hand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import NAMESPACE_URL, uuid4, uuid5

from kafka.structs import TopicPartition
from prometheus_client import CollectorRegistry

from shared.cloudevents import Attributes, to_headers
from shared.consumer import Consumer
from shared.consumer_metrics import ConsumerMetrics
from shared.database import Connection
from shared.events.enrollment import PEOPLE_TOPIC, SOURCE, TOPIC
from shared.heard import Heard, Name, Raw
from shared.hearing import Hearing
from shared.kafka.client import client, end_offsets
from shared.kafka.producer import Producer, settle
from shared.outbox import Outbox
from shared.relay import Relay
from shared.relay_metrics import RelayMetrics
from shared.relaying import Relaying, Speaker
from shared.settings import DatabaseSettings, KafkaSettings

SPEAKER = Speaker(source=SOURCE, topic=TOPIC, people_topic=PEOPLE_TOPIC)


@contextmanager
def relay(database: DatabaseSettings, kafka: KafkaSettings) -> Iterator[Relay]:
    metrics = RelayMetrics(CollectorRegistry())
    relay = Relay(speaker=SPEAKER, database=database, kafka=kafka, metrics=metrics)
    with running(relay):
        yield relay


@contextmanager
def consumer(
    hearing: Hearing, database: DatabaseSettings, kafka: KafkaSettings
) -> Iterator[Consumer]:
    metrics = ConsumerMetrics(CollectorRegistry())
    consumer = Consumer(hearing=hearing, database=database, kafka=kafka, metrics=metrics)
    with running(consumer):
        yield consumer


@contextmanager
def running(process: Relay | Consumer) -> Iterator[None]:
    stop = Event()
    thread = Thread(target=process.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def relaying(
    kafka: KafkaSettings, outbox: Outbox, producer: Producer | None = None
) -> Iterator[Relaying]:
    """A relay that does a step when it is told to."""
    producer = producer or Producer(kafka)
    offsets = end_offsets(kafka, TOPIC)
    yield Relaying(SPEAKER, outbox, producer, offsets, RelayMetrics(CollectorRegistry()))
    producer.close()
    outbox.close()


def records(kafka: KafkaSettings, topic: str) -> Sequence[Raw]:
    """Everything in a topic now, partition by partition."""
    found: list[Raw] = []
    ends = end_offsets(kafka, topic)
    name = kafka.topic_prefix + topic
    with client(kafka) as reader:
        for number, end in ends.items():
            partition = TopicPartition(name, number)
            reader.assign([partition])
            reader.seek(partition, 0)
            while reader.position(partition) < end:
                for record in reader.poll(timeout_ms=1000).get(partition, ()):
                    place = (topic, number, record.offset)
                    found.append(Raw(*place, record.key, record.value, record.headers))
    return found


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Says things in a topic as another service's relay would, or as it never should."""

    producer: Producer
    topic: str = TOPIC
    source: str = SOURCE

    def says(self, stream: str, version: int, data: bytes = b'{"key": "a program"}') -> None:
        self.says_raw(stream, data, headers(stream, version, self.source))

    def says_raw(
        self, key: str, value: bytes | None, headers: list[tuple[str, bytes]] | None = None
    ) -> None:
        settle([self.producer.send(self.topic, key.encode(), value, headers or [])])


def headers(
    stream: str, version: int, source: str = SOURCE, *, branch: str = ""
) -> list[tuple[str, bytes]]:
    """Say the same event of a stream each time, unless it is of another `branch`."""
    attributes = Attributes(
        specversion="1.0",
        id=uuid5(NAMESPACE_URL, f"{source}/{stream}/{version}/{branch}"),
        type="mentoring.ProgramCreated.v1",
        source=source,
        stream=stream,
        occurred_at=datetime(2026, 1, 1, tzinfo=UTC),
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        sequence=f"{version:010}",
        partitionkey=stream,
        correlation_id=uuid4(),
        actor="an administrator",
    )
    return to_headers(attributes)


@dataclass(frozen=True, kw_only=True)
class Ears:
    """Remembers what was applied; `when_applied` may fail first."""

    facts: list[Heard] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    watermarks: list[tuple[str, int, datetime]] = field(default_factory=list)
    when_applied: Callable[[Connection, Sequence[Heard]], None] = lambda _connection, _facts: None

    def apply(self, connection: Connection, facts: Sequence[Heard]) -> None:
        self.when_applied(connection, facts)
        self.facts.extend(facts)

    def apply_people(self, _connection: Connection, names: Sequence[Name]) -> None:
        self.names.extend(names)

    def on_watermark(
        self, _connection: Connection, source: str, partition: int, through: datetime
    ) -> None:
        self.watermarks.append((source, partition, through))


def hears(topics: Sequence[str], ears: Ears | None = None) -> Hearing:
    ears = ears or Ears()
    return Hearing(
        group="listener",
        topics=topics,
        apply=ears.apply,
        apply_people=ears.apply_people,
        on_watermark=ears.on_watermark,
    )
