"""`mentoring streams`: what a service has recorded, event by event."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import click

from cli.audit import as_operator
from cli.places import Places, with_databases, with_kafka
from cli.sources import STORES, owner_of, service_option, type_names
from services.accountability.cli import InstantType
from shared.audit import note
from shared.cloudevents import CloudEvent, to_json
from shared.database import Connection, connect
from shared.events.event import written
from shared.history import NOW, Place, Wanted, read_history
from shared.kafka.producer import Producer
from shared.publishing import publish

_json_lines = click.option("--json", "as_json", is_flag=True, help="Write one CloudEvent a line.")


@click.group("streams")
def streams_group() -> None:
    """The streams of the event stores: program-, person-, enrollment- and partnership-<id>."""


@streams_group.command("show")
@click.argument("stream")
@service_option
@with_databases
@_json_lines
def show_command(places: Places, stream: str, service: str | None, *, as_json: bool) -> None:
    """Show every event of STREAM, in its order.

    A partnership's stream is that of partnerships; with `--service accountability` its alerts.
    """
    service = service or owner_of(stream)
    with connect(places.database(service)) as connection:
        events = _read(connection, service, Wanted(streams=[stream]))
        found = _write(events, as_json=as_json)
    if not found:
        raise click.ClickException(f"{service} has no stream {stream}")


@streams_group.command("find")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="MeetingHeld; repeatable.")
@click.option("--since", type=InstantType(), help="Recorded, or imported, from this instant on.")
@click.option("--actor", help="Said by this subject, or by this service.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True)
@service_option
@with_databases
@_json_lines
def find_command(  # noqa: PLR0913 - one for each option
    places: Places,
    *,
    types: tuple[str, ...],
    since: datetime | None,
    actor: str | None,
    limit: int,
    service: str | None,
    as_json: bool,
) -> None:
    """Find events by type, time or actor, in the order in which each service recorded them."""
    wanted = Wanted(types=type_names(types), since=since, actor=actor)
    events = _found(places, [service] if service else list(STORES), wanted)
    found = _write(islice(events, limit), as_json=as_json)
    if not found:
        click.echo("no event is like that", err=True)
    elif found == limit:
        click.echo(f"the first {limit}; there may be more: --limit", err=True)


@streams_group.command("say")
@click.argument("streams", nargs=-1, required=True, metavar="STREAM…")
@service_option
@with_kafka
@as_operator
def say_command(places: Places, streams: Sequence[str], service: str | None, operator: str) -> None:
    """Say each STREAM again on its service's topic, as far as its relay has said it.

    For a consumer that misses an event of it. Everybody else has heard these events before, and
    drops them.
    """
    producer = Producer(places.kafka_settings())
    try:
        for stream in streams:
            said = _say(places, producer, service or owner_of(stream), stream, operator)
            click.echo(f"{stream}: {said} events said again")
    finally:
        producer.close()


def _say(places: Places, producer: Producer, service: str, stream: str, operator: str) -> int:
    with connect(places.database(service)) as connection:
        wanted = Wanted(streams=[stream])
        entries = read_history(connection, STORES[service].source, wanted, to=_said(connection))
        events = [entry.event for entry in entries]
        if not events:
            raise click.ClickException(f"the relay of {service} has said nothing of {stream}")
        with connection.transaction():
            note(connection, operator, "streams say", {"stream": stream, "events": len(events)})
            publish(producer, STORES[service].topic, events)
    return len(events)


def _said(connection: Connection) -> Place:
    row = connection.execute("SELECT xid::text::bigint, position FROM relay").fetchone()
    return row or (0, 0)


def _found(places: Places, services: Sequence[str], wanted: Wanted) -> Iterator[CloudEvent]:
    for service in services:
        with connect(places.database(service)) as connection:
            yield from _read(connection, service, wanted)


def _read(connection: Connection, service: str, wanted: Wanted) -> Iterator[CloudEvent]:
    for entry in read_history(connection, STORES[service].source, wanted, to=NOW):
        yield entry.event


def _write(events: Iterable[CloudEvent], *, as_json: bool) -> int:
    """Write them, and return how many there were."""
    number = 0
    for number, event in enumerate(events, start=1):  # noqa: B007 - it is how many there were
        click.echo(to_json(event) if as_json else _as_text(event))
    return number


def _as_text(event: CloudEvent) -> str:
    return (
        f"{event.stream} {event.version} {event.type.removeprefix('mentoring.')}\n"
        f"  recorded {written(event.recorded_at)}, happened {written(event.occurred_at)}, "
        f"by {event.actor}, id {event.id}\n"
        f"  {bytes(event.data).decode()}"
    )
