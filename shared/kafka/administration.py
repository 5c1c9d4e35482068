"""Topics are made here, never by writing to them; looked at, and set right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import AlterConfigOp, ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError

from shared.settings import KafkaSettings


@dataclass(frozen=True, kw_only=True)
class Topic:
    name: str
    partitions: int
    configs: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class TopicFound:
    """A topic as it is; `replicas` of the partition that has the fewest."""

    partitions: int
    replicas: int
    configs: Mapping[str, str]


def create_topics(settings: KafkaSettings, topics: Sequence[Topic]) -> None:
    """Make those that are missing and wait until they can be used."""
    wanted = {
        settings.topic_prefix + topic.name: {
            "num_partitions": topic.partitions,
            "configs": dict(topic.configs),
        }
        for topic in topics
    }
    with _admin(settings) as admin:
        there = set(admin.list_topics())
        missing = {name: topic for name, topic in wanted.items() if name not in there}
        # Somebody else may be doing the same at this moment.
        with suppress(TopicAlreadyExistsError):
            if missing:
                admin.create_topics(missing)
        admin.wait_for_topics(list(wanted))


def describe_topics(
    settings: KafkaSettings, wanted: Mapping[str, Collection[str]]
) -> Mapping[str, TopicFound]:
    """Look at those of these topics that there are, each with the configs wanted of it."""
    names = {settings.topic_prefix + name: name for name in wanted}
    with _admin(settings) as admin:
        described = [each for each in admin.describe_topics(list(names)) if not each["error_code"]]
        there = {each["name"]: each["partitions"] for each in described}
        resources = [
            ConfigResource(ConfigResourceType.TOPIC, name, dict.fromkeys(wanted[names[name]]))
            for name in there
        ]
        configs = admin.describe_configs(resources, config_filter="all") if there else {}
    return {
        names[name]: TopicFound(
            partitions=len(partitions),
            replicas=min(len(partition["replica_nodes"]) for partition in partitions),
            configs={key: str(each["value"]) for key, each in configs["topic"][name].items()},
        )
        for name, partitions in there.items()
    }


def set_configs(settings: KafkaSettings, name: str, configs: Mapping[str, str]) -> None:
    """Change these configs of a topic and leave all others."""
    changes = {config: (AlterConfigOp.SET, value) for config, value in configs.items()}
    resource = ConfigResource(ConfigResourceType.TOPIC, settings.topic_prefix + name, changes)
    with _admin(settings) as admin:
        admin.alter_configs([resource])


@contextmanager
def _admin(settings: KafkaSettings) -> Iterator[Any]:
    admin = KafkaAdminClient(bootstrap_servers=list(settings.bootstrap_servers))
    try:
        yield admin
    finally:
        admin.close()
