"""Kafka compacts no segment that is still written to: these are closed, so that it can."""

from time import monotonic, sleep  # noqa: TID251 - the broker needs a moment to take a setting up
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import AlterConfigOp, ConfigResource, ConfigResourceType

from shared.kafka.client import end_offsets
from shared.kafka.producer import Producer, settle
from shared.settings import KafkaSettings

_SETTING = "segment.ms"
_AT_ONCE = "1"
_SECONDS = 10


def close_segments(settings: KafkaSettings, topic: str, key: bytes) -> None:
    """Have every partition begin a new segment, with a tombstone of `key` in it."""
    admin = KafkaAdminClient(bootstrap_servers=list(settings.bootstrap_servers))
    resource = settings.topic_prefix + topic
    try:
        _alter(admin, resource, (AlterConfigOp.SET, _AT_ONCE))
        _wait_until_set(admin, resource)
        _write_everywhere(settings, topic, key)
    finally:
        _alter(admin, resource, (AlterConfigOp.DELETE, None))
        admin.close()


def _alter(admin: Any, resource: str, change: tuple[AlterConfigOp, str | None]) -> None:
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, resource, {_SETTING: change})])


def _wait_until_set(admin: Any, resource: str) -> None:
    wanted = ConfigResource(ConfigResourceType.TOPIC, resource, {_SETTING: None})
    deadline = monotonic() + _SECONDS
    while _AT_ONCE not in str(admin.describe_configs([wanted])):
        if monotonic() > deadline:
            raise TimeoutError(f"the broker does not take up {_SETTING} of {resource}")
        sleep(0.1)


def _write_everywhere(settings: KafkaSettings, topic: str, key: bytes) -> None:
    """Write twice: the first time closes what was there, the second the tombstones before it."""
    producer = Producer(settings)
    try:
        for _ in range(2):
            ends = end_offsets(settings, topic)
            settle([producer.send_tombstone(topic, number, key) for number in ends])
    finally:
        producer.close()
