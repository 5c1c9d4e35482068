"""A relay and a bare producer, each saying everything that a store holds."""

from time import monotonic

from prometheus_client import CollectorRegistry

from shared.database import connect
from shared.events.partnerships import SOURCE, TOPIC
from shared.kafka.client import end_offsets
from shared.kafka.producer import Producer, settle
from shared.outbox import Message, Outbox
from shared.relay import LINGER_SECONDS
from shared.relay_metrics import RelayMetrics
from shared.relaying import Relaying, Speaker
from shared.settings import KafkaSettings
from shared.unsaid import UnsaidRows

SPEAKER = Speaker(source=SOURCE, topic=TOPIC)


def relay_all(url: str, kafka: KafkaSettings) -> float:
    """Relay from the beginning; return events a second."""
    _rewind(url)
    outbox, producer = Outbox(UnsaidRows(url, SOURCE)), _producer(kafka)
    before = end_offsets(kafka, TOPIC)
    metrics = RelayMetrics(CollectorRegistry())
    relaying = Relaying(SPEAKER, outbox, producer, dict(before), metrics)
    began = monotonic()
    while relaying.step():
        pass
    relaying.finish()
    took = monotonic() - began
    outbox.close()
    producer.close()
    said = sum(end_offsets(kafka, TOPIC).values()) - sum(before.values())
    return said / took


def produce_all(url: str, kafka: KafkaSettings) -> float:
    """Send the same records in a loop, all of them in memory before; return events a second."""
    _rewind(url)
    messages = _messages(url)
    producer = _producer(kafka)
    end_offsets(kafka, TOPIC)
    began = monotonic()
    settle([producer.send(TOPIC, *message) for message in messages])
    took = monotonic() - began
    producer.close()
    return len(messages) / took


def _producer(kafka: KafkaSettings) -> Producer:
    return Producer(kafka, linger_seconds=LINGER_SECONDS)


def _messages(url: str) -> list[Message]:
    outbox = Outbox(UnsaidRows(url, SOURCE))
    messages: list[Message] = []
    while (round_ := outbox.read()).events:
        messages += round_.events
    outbox.close()
    return messages


def _rewind(url: str) -> None:
    with connect(url) as connection:
        connection.execute("UPDATE relay SET xid = '0', position = 0")
