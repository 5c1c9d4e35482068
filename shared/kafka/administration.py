"""Topics are made here, never by writing to them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kafka import KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError

from shared.settings import KafkaSettings


@dataclass(frozen=True, kw_only=True)
class Topic:
    name: str
    partitions: int
    configs: Mapping[str, str]


def create_topics(settings: KafkaSettings, topics: Sequence[Topic]) -> None:
    """Make those that are missing and wait until they can be used."""
    admin = KafkaAdminClient(bootstrap_servers=list(settings.bootstrap_servers))
    wanted = {
        settings.topic_prefix + topic.name: {
            "num_partitions": topic.partitions,
            "configs": dict(topic.configs),
        }
        for topic in topics
    }
    try:
        there = set(admin.list_topics())
        missing = {name: topic for name, topic in wanted.items() if name not in there}
        # Somebody else may be doing the same at this moment.
        with suppress(TopicAlreadyExistsError):
            if missing:
                admin.create_topics(missing)
        admin.wait_for_topics(list(wanted))
    finally:
        admin.close()
