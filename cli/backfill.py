"""`mentoring backfill`: the history of a service, for an integration that starts today."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from time import monotonic
from typing import Any

import click
from psycopg.errors import LockNotAvailable

from cli.audit import as_operator
from cli.places import Places, with_kafka
from cli.sources import STORES, type_names
from cli.writing import as_json_option, write
from services.accountability.cli import InstantType
from shared.audit import note
from shared.backfill import (
    AT_ONCE,
    Backfill,
    OtherwiseError,
    RestoredError,
    begin,
    forget,
    go_on,
    hold,
)
from shared.database import Connection, connect
from shared.history import NOW, Wanted, read_history
from shared.kafka.administration import Topic, create_topics
from shared.kafka.producer import Producer
from shared.topics import PARTITIONS, TOPICS

_KEPT = {"cleanup.policy": "delete", "retention.ms": "-1"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    places: Places
    service: str
    topic: str
    wanted: Wanted
    rate: int | None

    def noted(self) -> dict[str, Any]:
        wanted = {"since": self.wanted.since, "types": self.wanted.types}
        return {"service": self.service, "topic": self.topic, **wanted}


@click.command("backfill")
@click.argument("topic")
@click.option("--service", type=click.Choice(list(STORES)), required=True, help="Whose history.")
@click.option("--from", "since", type=InstantType(), help="Recorded, or imported, from then on.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="MeetingHeld; repeatable.")
@click.option("--rate", type=click.IntRange(min=1), help="So many events a second at most.")
@click.option("--again", is_flag=True, help="Begin again, whatever was published before.")
@click.option("--dry-run", is_flag=True, help="Count the events, and publish nothing.")
@with_kafka
@as_operator
@as_json_option
def backfill_command(  # noqa: PLR0913 - one for each option
    places: Places,
    *,
    topic: str,
    service: str,
    since: datetime | None,
    types: tuple[str, ...],
    rate: int | None,
    again: bool,
    dry_run: bool,
    operator: str,
    as_json: bool,
) -> None:
    """Publish the history of a service to TOPIC, as its relay says it: keys, headers, values.

    TOPIC is made if it is not there. Killed and started again, it goes on where it was; what was
    under way may be there twice, under the same ids. At the end it tells at which offsets of the
    service's own topic one goes on without a hole.
    """
    if topic in {each.name for each in TOPICS}:
        raise click.UsageError(f"{topic} is what the services are joined by: name another topic")
    wanted = Wanted(types=type_names(types), since=since)
    asked = Asked(places=places, service=service, topic=topic, wanted=wanted, rate=rate)
    with connect(places.database(service)) as connection:
        found = (
            _count(connection, asked)
            if dry_run
            else _publish(connection, asked, operator, again=again)
        )
    if as_json:
        write({"service": service, "topic": topic, **found})
    else:
        _tell(asked, found)


def _count(connection: Connection, asked: Asked) -> dict[str, Any]:
    entries = read_history(connection, STORES[asked.service].source, asked.wanted, to=NOW)
    types = Counter(entry.event.type for entry in entries)
    return {"published": False, "events": types.total(), "types": dict(sorted(types.items()))}


def _publish(connection: Connection, asked: Asked, operator: str, *, again: bool) -> dict[str, Any]:
    kafka = asked.places.kafka_settings()
    backfill = _begin(connection, asked, operator, again=again)
    create_topics(kafka, [Topic(name=asked.topic, partitions=PARTITIONS, configs=_KEPT)])
    producer = Producer(kafka)
    try:
        events = go_on(
            connection,
            producer,
            backfill,
            source=STORES[asked.service].source,
            wanted=asked.wanted,
            progress=_progress(backfill.events, asked.rate),
            at_once=min(AT_ONCE, asked.rate or AT_ONCE),
        )
    finally:
        producer.close()
    if not backfill.finished:
        note(connection, operator, "backfill", {**asked.noted(), "events": events}, "finished")
    live = {"live_topic": STORES[asked.service].topic, "live_offsets": backfill.live_offsets}
    return {"published": True, "events": events, **live}


def _begin(connection: Connection, asked: Asked, operator: str, *, again: bool) -> Backfill:
    kafka, live_topic = asked.places.kafka_settings(), STORES[asked.service].topic
    try:
        hold(connection, asked.topic)
        with connection.transaction():
            if again:
                forget(connection, asked.topic)
            backfill = begin(connection, kafka, live_topic, asked.topic, asked.wanted)
            if backfill.events == 0 and not backfill.finished:
                note(connection, operator, "backfill", asked.noted(), "begun")
    except LockNotAvailable as held:
        raise click.ClickException(f"a backfill of {asked.topic} is going on elsewhere") from held
    except (OtherwiseError, RestoredError) as refused:
        raise click.ClickException(f"{asked.topic}: {refused} --again begins again.") from refused
    return backfill


def _progress(events: int, rate: int | None) -> Callable[[int], None]:
    """Tell how far it is, and hold the rate."""
    began, before = monotonic(), events

    def progress(events: int) -> None:
        click.echo(f"{events} events published", err=True)
        if rate is not None:
            due = began + (events - before) / rate
            Event().wait(max(0.0, due - monotonic()))

    return progress


def _tell(asked: Asked, found: dict[str, Any]) -> None:
    if not found["published"]:
        for type_, number in found["types"].items():
            click.echo(f"{number:>9} {type_}")
        click.echo(f"{found['events']:>9} events would be published to {asked.topic}")
        return
    click.echo(f"{found['events']} events of {asked.service} are in {asked.topic}")
    click.echo(
        f"go on in {found['live_topic']} at these offsets, and drop what you know by its id:"
    )
    for number, offset in found["live_offsets"].items():
        click.echo(f"  partition {number}: {offset}")
