"""A producer that lost events and gives their numbers to others is noticed, not believed."""

from collections.abc import Iterator

import pytest

from shared.database import Connection
from shared.events.enrollment import TOPIC
from shared.kafka.producer import Producer
from shared.parked import stopped
from shared.release import retry
from shared.settings import DatabaseSettings, KafkaSettings
from tests.support.eventually import eventually
from tests.support.pipes import Ears, Voice, consumer, headers, hears

DATA = b'{"key": "a program"}'


@pytest.fixture
def voice(kafka: KafkaSettings) -> Iterator[Voice]:
    producer = Producer(kafka)
    yield Voice(producer=producer)
    producer.close()


def waiting(connection: Connection) -> list[tuple[str, int | None, int]]:
    return [(each.stream, each.version, each.waiting) for each in stopped(connection)]


@pytest.mark.parametrize("apart", [True, False], ids=["heard before", "in the same batch"])
def test_another_event_under_a_known_number_stops_its_stream(
    hearing: DatabaseSettings,
    heard_in: Connection,
    kafka: KafkaSettings,
    voice: Voice,
    *,
    apart: bool,
) -> None:
    ears = Ears()

    def say_both_branches() -> None:
        voice.says_raw("program-1", DATA, headers("program-1", 3, branch="b"))
        voice.says_raw("program-1", DATA, headers("program-1", 4, branch="b"))
        voice.says("program-2", 1)

    for version in (1, 2, 3):
        voice.says("program-1", version)
    if not apart:
        say_both_branches()
    with consumer(hears([TOPIC], ears), hearing, kafka):
        eventually(lambda: len(ears.facts) >= 3, seconds=60)
        if apart:
            say_both_branches()
        eventually(lambda: waiting(heard_in) == [("program-1", 3, 2)], seconds=60)
        eventually(lambda: ears.facts[-1].stream == "program-2", seconds=60)
        assert stopped(heard_in)[0].reason == "fork: 3 is known here as another event"
        retry(heard_in, "program-1", ears.apply)
    assert waiting(heard_in) == [("program-1", 3, 2)]
    assert [fact.version for fact in ears.facts if fact.stream == "program-1"] == [1, 2, 3]
