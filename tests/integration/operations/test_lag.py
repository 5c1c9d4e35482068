"""How far behind relays and consumers are, told by a command."""

from collections.abc import Mapping, Sequence

import pytest

from shared.database import connect
from shared.events.partnerships import SOURCE, TOPIC
from shared.kafka.producer import Producer
from shared.settings import KafkaSettings
from tests.support.commands import answer, run
from tests.support.pipes import Voice
from tests.support.storing import store


@pytest.fixture
def voice(kafka: KafkaSettings) -> Voice:
    return Voice(producer=Producer(kafka), topic=TOPIC, source=SOURCE)


def test_a_relay_is_behind_its_store(databases: Mapping[str, str], places: Sequence[str]) -> None:
    with connect(databases["enrollment"]) as connection:
        store(connection, "program-1", 3)
    found = {relay["service"]: relay for relay in answer("lag", *places)["relays"]}
    assert (found["enrollment"]["events"], found["partnerships"]["events"]) == (3, 0)
    assert found["enrollment"]["seconds"] > 0
    assert "relay of enrollment" in run("lag", *places, "--fail-above", "0", code=1).stderr
    run("lag", *places, "--fail-above", "3600")
    watched = run("lag", *places, "--watch", "--fail-above", "0", code=1)
    assert "Consumers" in watched.stdout


def test_a_consumer_is_behind_the_end_of_each_partition(
    databases: Mapping[str, str], places: Sequence[str], voice: Voice
) -> None:
    for version in (1, 2, 3):
        voice.says("partnership-1", version)
    voice.producer.close()
    (before,) = [each for each in answer("lag", *places)["consumers"] if each["records"]]
    assert (before["service"], before["topic"], before["records"]) == ("accountability", TOPIC, 3)
    assert before["seconds"] > 0

    with connect(databases["accountability"]) as connection:
        connection.execute(
            'INSERT INTO positions (topic, partition, "offset", through)'
            " VALUES (%s, %s, 2, '2020-01-01T00:00:00Z')",
            (TOPIC, before["partition"]),
        )
    (after,) = [each for each in answer("lag", *places)["consumers"] if each["records"]]
    assert (after["position"], after["end"], after["records"]) == (2, 3, 1)
    failed = run("lag", *places, "--fail-above", "3600", code=1)
    assert "watermark_seconds" in failed.stderr
