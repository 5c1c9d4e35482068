"""Partitions move from one consumer to another, and nobody who has lost them writes."""

from datetime import UTC, datetime

import pytest

from shared.database import Connection, connect
from shared.events.enrollment import TOPIC
from shared.kafka.producer import Producer
from shared.positions import FenceLostError, Position, move, take
from shared.settings import DatabaseSettings, KafkaSettings
from tests.support.eventually import eventually
from tests.support.pipes import Ears, Voice, consumer, hears

PARTITION = (TOPIC, 0)
TIME = datetime(2026, 1, 1, tzinfo=UTC)


def test_two_consumers_share_the_partitions_and_every_fact_is_acted_upon_once(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings
) -> None:
    producer = Producer(kafka)
    voice = Voice(producer=producer)
    ears = Ears()
    with consumer(hears([TOPIC], ears), hearing, kafka):
        _say(voice, 1)
        with consumer(hears([TOPIC], ears), hearing, kafka):
            eventually(lambda: _fences(heard_in) == {2}, seconds=30)
            _say(voice, 2)
            eventually(lambda: _known(heard_in) == 40, seconds=30)
        _say(voice, 3)
        eventually(lambda: _known(heard_in) == 60, seconds=30)
    producer.close()
    assert len({(fact.stream, fact.version) for fact in ears.facts}) == len(ears.facts) == 60


def test_who_lost_a_partition_writes_nothing(hearing: DatabaseSettings) -> None:
    with connect(hearing.url) as zombie, connect(hearing.url) as heir:
        lost = take(zombie, [PARTITION])[PARTITION]
        take(heir, [PARTITION])
        with pytest.raises(FenceLostError), zombie.transaction():
            move(zombie, {PARTITION: Position(offset=7, fence=lost.fence, through=TIME)})

        kept = take(heir, [PARTITION])[PARTITION]
        assert (kept.offset, kept.through) == (0, None)


def test_who_takes_a_partition_goes_on_behind_what_is_under_way(hearing: DatabaseSettings) -> None:
    with connect(hearing.url) as first, connect(hearing.url) as heir:
        mine = take(first, [PARTITION])[PARTITION]
        with first.transaction():
            move(first, {PARTITION: Position(offset=7, fence=mine.fence, through=TIME)})
            heir.execute("SET lock_timeout = '100ms'")
            with pytest.raises(Exception, match="lock timeout"):
                take(heir, [PARTITION])
        taken = take(heir, [PARTITION])[PARTITION]
        assert (taken.offset, taken.through) == (7, TIME)


def _say(voice: Voice, version: int) -> None:
    for number in range(20):
        voice.says(f"program-{number}", version)


def _fences(connection: Connection) -> set[int]:
    return {fence for (fence,) in connection.execute("SELECT fence FROM positions")}


def _known(connection: Connection) -> int:
    (known,) = connection.execute("SELECT count(*) FROM journal").fetchone() or (0,)
    return int(known)
