"""Events of a store said on Kafka as its relay says them: the same keys, values and headers."""

from collections.abc import Iterable, Mapping

from shared.cloudevents import CloudEvent, to_headers
from shared.kafka.producer import Producer, settle


def publish(producer: Producer, topic: str, events: Iterable[CloudEvent]) -> Mapping[int, int]:
    """Return when all are written; the offset that follows in each partition. `BrokerError`."""
    return settle(
        [
            producer.send(topic, event.stream.encode(), bytes(event.data), to_headers(event))
            for event in events
        ]
    )
