"""After one failure a producer writes nothing more: no version of a stream overtakes another."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from time import monotonic

import pytest
from kafka.partitioner.default import DefaultPartitioner

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
        producer.hurry()
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


def test_what_is_hurried_lingers_no_longer(kafka: KafkaSettings) -> None:
    producer = Producer(kafka, linger_seconds=10)
    sent = [producer.send(TOPIC, b"%d" % number, b"1", []) for number in range(20)]
    assert not any(each.is_done for each in sent)
    producer.hurry()
    assert all(each.succeeded() for each in sent)
    producer.close()


def test_a_key_is_where_the_client_itself_puts_it(kafka: KafkaSettings) -> None:
    producer, random = Producer(kafka), Random(1)  # noqa: S311
    keys = [random.randbytes(random.randrange(1, 50)) for _ in range(200)]
    written = [producer.send(TOPIC, key, b"1", []).get(timeout=10) for key in [*keys, *keys]]
    cluster = producer._producer._metadata  # noqa: SLF001
    producer.close()
    assert len({each.partition for each in written}) > 1
    assert [each.partition for each in written] == 2 * [
        DefaultPartitioner().partition(written[0].topic, key, key, None, None, cluster)
        for key in keys
    ]


@contextmanager
def out_of_reach(producer: Producer) -> Iterator[None]:
    """Let the producer find no broker ready, as while there is none."""
    client = producer._producer._sender._client  # noqa: SLF001
    client.is_ready = lambda *_node: False
    yield
    del client.is_ready
