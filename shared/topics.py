"""The topics: what is said where, and how long Kafka keeps it."""

from collections.abc import Mapping

from shared.events import accountability, enrollment, partnerships
from shared.events.wire import WATERMARKS_TOPIC
from shared.kafka.administration import Topic, create_topics
from shared.settings import KafkaSettings, kafka_settings

PARTITIONS = 6

_KEPT_FOR_EVER = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}
_NEWEST_OF_EACH_KEY = {"cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0.01"}

# Compacted an hour after it is said at the latest, if more is said after it in its partition: the
# last segment never is. For a month whoever was away is told what was erased.
_PERSONAL = {
    **_NEWEST_OF_EACH_KEY,
    "max.compaction.lag.ms": "3600000",
    "delete.retention.ms": "2592000000",
}
_SAID_EVERY_SECOND = {**_NEWEST_OF_EACH_KEY, "segment.ms": "600000"}

# The source of the events in each topic: nobody else speaks there.
SOURCES: Mapping[str, str] = {
    enrollment.TOPIC: enrollment.SOURCE,
    partnerships.TOPIC: partnerships.SOURCE,
    accountability.TOPIC: accountability.SOURCE,
}


TOPICS = [
    *(Topic(name=name, partitions=PARTITIONS, configs=_KEPT_FOR_EVER) for name in SOURCES),
    Topic(name=enrollment.PEOPLE_TOPIC, partitions=PARTITIONS, configs=_PERSONAL),
    Topic(name=WATERMARKS_TOPIC, partitions=1, configs=_SAID_EVERY_SECOND),
]


def ensure_topics(settings: KafkaSettings) -> None:
    """Make the topics that are missing; what is there stays as it is."""
    create_topics(settings, TOPICS)


if __name__ == "__main__":
    ensure_topics(kafka_settings())
