"""`mentoring topics check`: are the topics as they have to be."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import click

from cli.audit import as_operator
from cli.places import Places, with_kafka
from cli.writing import as_json_option, show, table, write
from shared.audit import note
from shared.database import connect
from shared.events.enrollment import PEOPLE_TOPIC
from shared.kafka.administration import (
    Topic,
    TopicFound,
    create_topics,
    describe_topics,
    set_configs,
)
from shared.settings import KafkaSettings
from shared.topics import SOURCES, TOPICS

_PARTITIONS = "partitions"
_EXISTS = "exists"
_IN_SYNC = "min.insync.replicas"
_SAFE = {"unclean.leader.election.enable": "false"}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`repairable`: partitions are not, as their number decides where each stream lies."""

    topic: str
    setting: str
    found: str
    expected: str
    repairable: bool = True


@click.group("topics")
def topics_group() -> None:
    """The Kafka topics that the services are joined by."""


@topics_group.command("check")
@with_kafka
@click.option("--repair", is_flag=True, help="Make and alter what can be; needs the databases.")
@as_operator
@as_json_option
def check_command(places: Places, operator: str, *, repair: bool, as_json: bool) -> None:
    """Compare every topic with what it has to be. Exit code 1 if one differs.

    The number of partitions is never altered: the streams of a topic would lie elsewhere then.
    """
    kafka = places.kafka_settings()
    found = _differences(kafka)
    if repair:
        for topic in TOPICS:
            _repair(places, operator, topic, [each for each in found if each.topic == topic.name])
        found = _differences(kafka)
    if as_json:
        write({"items": [asdict(each) for each in found]})
    else:
        names = ("topic", "setting", "found", "expected", "repairable")
        if found:
            show(table(None, names, (tuple(asdict(each).values()) for each in found)))
        click.echo(f"{len(TOPICS)} topics, {len(found)} differences")
    if found:
        raise SystemExit(1)


def _differences(kafka: KafkaSettings) -> Sequence[Difference]:
    wanted = {topic.name: [*topic.configs, *_SAFE, _IN_SYNC] for topic in TOPICS}
    found = describe_topics(kafka, wanted)
    return [each for topic in TOPICS for each in _of_topic(topic, found.get(topic.name))]


def _of_topic(topic: Topic, there: TopicFound | None) -> Iterator[Difference]:
    if there is None:
        yield Difference(topic=topic.name, setting=_EXISTS, found="no", expected="yes")
        return
    if there.partitions != topic.partitions:
        yield Difference(
            topic=topic.name,
            setting=_PARTITIONS,
            found=str(there.partitions),
            expected=str(topic.partitions),
            repairable=False,
        )
    # One replica may be away without a write that was acknowledged being in danger.
    in_sync = {_IN_SYNC: str(max(1, there.replicas - 1))}
    for setting, expected in {**topic.configs, **_SAFE, **in_sync}.items():
        if (found := there.configs[setting]) != expected:
            yield Difference(topic=topic.name, setting=setting, found=found, expected=expected)


def _repair(places: Places, operator: str, topic: Topic, differences: Sequence[Difference]) -> None:
    changes = {each.setting: each.expected for each in differences if each.repairable}
    if not changes:
        return
    with connect(places.database(_owner(topic.name))) as connection, connection.transaction():
        note(connection, operator, "topics check", {"topic": topic.name, "repair": changes})
        if _EXISTS in changes:
            create_topics(places.kafka_settings(), [topic])
        else:
            set_configs(places.kafka_settings(), topic.name, changes)
    click.echo(f"{topic.name}: {', '.join(changes)} repaired", err=True)


def _owner(topic: str) -> str:
    """Return the service in whose log a change is noted: who speaks there, or who keeps time."""
    if topic == PEOPLE_TOPIC:
        return "enrollment"
    return SOURCES.get(topic, "/mentoring/accountability").rpartition("/")[2]
