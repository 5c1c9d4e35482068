"""Topics that are not as they have to be are found, and set right where that loses nothing."""

from collections.abc import Mapping, Sequence
from secrets import token_hex

import pytest

from shared.audit import entries
from shared.database import connect
from shared.events.enrollment import TOPIC
from shared.events.wire import WATERMARKS_TOPIC
from shared.kafka.administration import Topic, create_topics, set_configs
from shared.settings import KafkaSettings
from tests.support.commands import items, run
from tests.support.eventually import eventually


@pytest.fixture
def check(databases: Mapping[str, str], kafka_bootstrap: str) -> Sequence[str]:
    """Before anything was made."""
    stores = [f"--{service}-database={url}" for service, url in databases.items()]
    return ["topics", "check", *stores, f"--kafka={kafka_bootstrap}", f"--topic-prefix={PREFIX}"]


PREFIX = f"t{token_hex(4)}."


def test_topics_are_made_and_set_right(
    databases: Mapping[str, str], kafka_bootstrap: str, check: Sequence[str]
) -> None:
    kafka = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=PREFIX)
    create_topics(kafka, [Topic(name=WATERMARKS_TOPIC, partitions=2, configs={})])
    found = {(each["topic"], each["setting"]) for each in items(*check, code=1)}
    assert {(TOPIC, "exists"), (WATERMARKS_TOPIC, "partitions")} <= found
    assert (WATERMARKS_TOPIC, "cleanup.policy") in found

    left = items(*check, "--repair", "--as", "ada", code=1)
    assert [each["setting"] for each in left if not each["repairable"]] == ["partitions"]
    eventually(lambda: len(items(*check, code=1)) == 1, seconds=60)
    with connect(databases["enrollment"]) as connection:
        assert {entry.who for entry in entries(connection)} == {"ada"}

    set_configs(kafka, TOPIC, {"retention.ms": "1000"})
    eventually(lambda: len(items(*check, code=1)) == 2, seconds=60)
    (short,) = [each for each in items(*check, code=1) if each["setting"] == "retention.ms"]
    assert (short["topic"], short["found"], short["expected"]) == (TOPIC, "1000", "-1")
    assert "2 differences" in run(*check, code=1).stdout
