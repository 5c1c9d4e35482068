"""After one failure a producer writes nothing more: no version of a stream overtakes another."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from time import monotonic

import pytest

from shared.events.enrollment import TOPIC
from shared.kafka.client import BrokerError, end_offsets
from shared.kafka.producer import Producer, settle
from shared.settings import KafkaSettings
from tests.support.eventually import eventually
from tests.support.pipes import records

PATIENCE = 4
# So much that nothing else fits into its batch.
LARGE = Random(1).randbytes(300_000)  # noqa: S311


def test_nothing_is_written_behind_a_record_that_waited_too_long(kafka: KafkaSettings) -> None:
    producer = Producer(kafka, PATIENCE)
    settle([producer.send(TOPIC, b"stream", b"1", [])])
    with out_of_reach(producer):
        began = monotonic()
        second = producer.send(TOPIC, b"stream", LARGE, [])
        eventually(lambda: monotonic() > began + PATIENCE / 2)
        third = producer.send(TOPIC, b"stream", b"3", [])
        with pytest.raises(BrokerError):
            settle([second])
    with pytest.raises(BrokerError):
        settle([third])
    producer.close()
    assert [raw.value for raw in records(kafka, TOPIC)] == [b"1"]


def test_nothing_is_written_after_it_is_closed(kafka: KafkaSettings) -> None:
    producer, other = Producer(kafka), Producer(kafka)
    settle([producer.send(TOPIC, b"stream", b"1", [])])
    with out_of_reach(producer):
        late = producer.send(TOPIC, b"stream", b"2", [])
        producer.close()
    with pytest.raises(BrokerError):
        settle([late])
    settle([other.send(TOPIC, b"stream", b"2", [])])
    other.close()
    assert sum(end_offsets(kafka, TOPIC).values()) == 2


@contextmanager
def out_of_reach(producer: Producer) -> Iterator[None]:
    """Let the producer find no broker ready, as while there is none."""
    client = producer._producer._sender._client  # noqa: SLF001
    client.is_ready = lambda *_node: False
    yield
    del client.is_ready
