"""Says generated histories in Kafka as the relay of partnerships would: binary mode, watermarks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from shared.cloudevents import from_json, to_headers
from shared.events.partnerships import SOURCE, TOPIC
from shared.events.wire import WATERMARKS_TOPIC
from shared.kafka.client import end_offsets
from shared.kafka.producer import Producer, settle
from shared.settings import KafkaSettings
from shared.watermark import Watermark
from tests.support.histories.wire import Wire, lines


@dataclass(frozen=True, kw_only=True)
class Relayed:
    producer: Producer
    kafka: KafkaSettings

    def say(self, events: Sequence[Wire]) -> None:
        """Return when all of it is written."""
        settle([self._send(line) for line in lines(events)])

    def _send(self, line: str) -> object:
        event = from_json(line)
        headers = to_headers(event)
        return self.producer.send(TOPIC, event.stream.encode(), bytes(event.data), headers)

    def let_time_pass(self, through: datetime) -> None:
        """Say that everything recorded before `through` has been said."""
        offsets = end_offsets(self.kafka, TOPIC)
        said = Watermark(source=SOURCE, topic=TOPIC, through=through, offsets=offsets)
        settle([self.producer.send(WATERMARKS_TOPIC, SOURCE.encode(), said.to_json(), [])])


@contextmanager
def relayed(kafka: KafkaSettings) -> Iterator[Relayed]:
    producer = Producer(kafka)
    yield Relayed(producer=producer, kafka=kafka)
    producer.close()
