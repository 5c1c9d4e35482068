"""A member of a group gets its partitions, however new the topics are."""

from secrets import token_hex

from shared.database import Connection
from shared.events.enrollment import TOPIC
from shared.settings import DatabaseSettings, KafkaSettings
from shared.topics import ensure_topics
from tests.support.eventually import eventually
from tests.support.pipes import consumer, hears


def test_topics_that_come_after_their_consumer_are_heard(
    hearing: DatabaseSettings, heard_in: Connection, kafka_bootstrap: str
) -> None:
    new = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    with consumer(hears([TOPIC]), hearing, new) as process:
        eventually(process.metrics.restarts.labels("broker")._value.get)  # noqa: SLF001
        ensure_topics(new)
        eventually(lambda: heard_in.execute("SELECT FROM positions").fetchall(), seconds=20)
