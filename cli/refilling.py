"""`mentoring refill`: Kafka, or some of its topics, were lost, and the stores fill new ones."""

from collections.abc import Mapping
from dataclasses import asdict

import click
from psycopg import Rollback

from cli.audit import as_operator
from cli.places import Places, with_kafka
from cli.writing import as_json_option, write
from services.enrollment.people import say_everybody
from shared.audit import note
from shared.database import connect
from shared.events import accountability, enrollment, partnerships
from shared.kafka.administration import describe_topics
from shared.refill import Refill, Voice, refill
from shared.settings import KafkaSettings
from shared.topics import TOPICS, ensure_topics

VOICES: Mapping[str, Voice] = {
    "enrollment": Voice(
        topic=enrollment.TOPIC, people_topic=enrollment.PEOPLE_TOPIC, say_everybody=say_everybody
    ),
    "partnerships": Voice(topic=partnerships.TOPIC),
    "accountability": Voice(topic=accountability.TOPIC),
}


@click.command("refill")
@click.option(
    "--again",
    multiple=True,
    type=click.Choice([topic.name for topic in TOPICS]),
    help="Fill this topic again though it is the known one: it has lost records.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be said and heard again.")
@as_operator
@with_kafka
@as_json_option
def refill_command(
    places: Places, again: tuple[str, ...], operator: str, *, dry_run: bool, as_json: bool
) -> None:
    """Fill topics that were lost and are made anew, from what the services have recorded.

    Topics that are missing are made. A service whose topic is not the known one says everything
    from the beginning, enrollment all names too; whoever hears it begins at the beginning, and
    takes what it has heard before for duplicates: nothing is acted upon twice. Relays and consumers
    may run meanwhile, and start again by themselves or by whoever watches them.
    """
    _require_partitions(places.kafka_settings())
    if not dry_run:
        ensure_topics(places.kafka_settings())
    found = {
        service: _refill(places, service, again, operator, dry_run=dry_run) for service in VOICES
    }
    if as_json:
        write({service: asdict(each) for service, each in found.items()} | {"dry_run": dry_run})
        return
    for service, each in found.items():
        click.echo(f"{service}: {_words(each)}")


def _require_partitions(kafka: KafkaSettings) -> None:
    """The number of partitions decides where each stream lies, and so which time is its own."""
    found = describe_topics(kafka, {topic.name: () for topic in TOPICS})
    for topic in TOPICS:
        if topic.name in found and found[topic.name].partitions != topic.partitions:
            raise click.ClickException(
                f"{topic.name} was made with {found[topic.name].partitions} partitions, it has to "
                f"have {topic.partitions}: delete it, this command makes it"
            )


def _refill(
    places: Places, service: str, again: tuple[str, ...], operator: str, *, dry_run: bool
) -> Refill:
    with connect(places.database(service)) as connection, connection.transaction():
        found = refill(connection, places.kafka_settings(), VOICES[service], again)
        if found.topics:
            note(connection, operator, "refill", {"service": service, "topics": found.topics})
        if dry_run:
            raise Rollback
    return found


def _words(found: Refill) -> str:
    if not found.topics:
        return "its topics are the known ones, nothing is to be done"
    return (
        f"{', '.join(found.topics)}: {found.events} events and {found.people} people to be said "
        f"again, {found.heard} records to be heard again"
    )
