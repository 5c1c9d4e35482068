"""Topics are made here, never by writing to them."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from kafka import KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError

from shared.settings import KafkaSettings


def create_topics(
    settings: KafkaSettings, topics: Iterable[str], partitions: int, configs: Mapping[str, str]
) -> None:
    admin = KafkaAdminClient(bootstrap_servers=list(settings.bootstrap_servers))
    wanted = {"num_partitions": partitions, "configs": dict(configs)}
    try:
        for topic in topics:
            with suppress(TopicAlreadyExistsError):
                admin.create_topics({settings.topic_prefix + topic: wanted}, wait_for_metadata=True)
    finally:
        admin.close()
