"""`mentoring export`: the history of a service, of all, or of a program, as CloudEvents lines."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import click

from cli.moving.cutting import cut
from cli.moving.scope import enrollment_streams, partnership_streams
from cli.places import Places, with_databases
from cli.sources import STORES
from shared.cloudevents import CloudEvent, to_json
from shared.database import Connection, connect
from shared.events.event import encode
from shared.history import BEGINNING, Place, Wanted, read_history

# In this order they can be loaded: alerts before the partnerships that they would be derived from.
ORDER = ("enrollment", "accountability", "partnerships")

_STREAMS_AT_ONCE = 500


@click.command("export")
@click.option("--service", type=click.Choice(list(STORES)), help="Of one service.")
@click.option("--all", "everything", is_flag=True, help="Of all three, in the order to load them.")
@click.option("--program", type=click.UUID, help="Of one program: its people, pairs and alerts.")
@click.option(
    "--with-names",
    "names",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write people's names and addresses, which are in no event, to this file.",
)
@click.option(
    "--patience",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=30,
    show_default=True,
    help="How long to wait for a moment in which all is said and answered.",
)
@with_databases
def export_command(  # noqa: PLR0913 - one for each option
    places: Places,
    *,
    service: str | None,
    everything: bool,
    program: UUID | None,
    names: Path | None,
    patience: float,
) -> None:
    """Write what was recorded, one CloudEvent a line, each stream whole and in its order.

    What commits after it began is not in it. With --all it waits for a moment in which partnerships
    has answered all that enrollment has said. `mentoring import-history` loads it elsewhere,
    `mentoring derive` says the alerts that follow from it.
    """
    if everything == (service is not None):
        raise click.UsageError("say --all, or name one --service")
    services = list(ORDER) if everything else [str(service)]
    with ExitStack() as open_:
        connections = {
            name: open_.enter_context(connect(places.database(name)))
            for name in {*services, *(_owners(program))}
        }
        ends = cut(connections, services, patience)
        number = _write(connections, ends, services, program)
    if names is not None:
        number_of_names = _write_names(places, names, program)
        click.echo(f"{number_of_names} names in {names}", err=True)
    click.echo(f"{number} events", err=True)


def _owners(program: UUID | None) -> Sequence[str]:
    """Who knows which streams are a program's."""
    return () if program is None else ("partnerships",)


def _write(
    connections: Mapping[str, Connection],
    ends: Mapping[str, Place],
    services: Sequence[str],
    program: UUID | None,
) -> int:
    number = 0
    for service in services:
        streams = _scope(connections, service, program)
        for event in _events(connections[service], service, streams, ends[service]):
            click.echo(to_json(event))
            number += 1
    return number


def _scope(
    connections: Mapping[str, Connection], service: str, program: UUID | None
) -> Sequence[str] | None:
    if program is None:
        return None
    if service == "enrollment":
        return enrollment_streams(connections[service], program)
    return partnership_streams(connections["partnerships"], program)


def _events(
    connection: Connection, service: str, streams: Sequence[str] | None, end: Place
) -> Iterator[CloudEvent]:
    for some in _streams(connection, streams, end):
        entries = read_history(connection, STORES[service].source, Wanted(streams=some), to=end)
        order = {stream: number for number, stream in enumerate(some)}
        events = [entry.event for entry in entries]
        yield from sorted(events, key=lambda event: (order[event.stream], event.version))


def _streams(
    connection: Connection, streams: Sequence[str] | None, end: Place
) -> Iterator[list[str]]:
    """Yield names, some at once, in the order in which the streams began."""
    after = BEGINNING
    while True:
        rows = connection.execute(
            """
            SELECT xid::text::bigint AS number, position, stream
            FROM events
            WHERE version = 1
              AND (xid, position) > (%s::text::xid8, %s)
              AND (xid, position) <= (%s::text::xid8, %s)
              AND (%s::text[] IS NULL OR stream = ANY(%s))
            ORDER BY xid, position
            LIMIT %s
            """,
            (*after, *end, streams, streams, _STREAMS_AT_ONCE),
        ).fetchall()
        if not rows:
            return
        after = rows[-1][0], rows[-1][1]
        yield [row[2] for row in rows]


def _write_names(places: Places, file: Path, program: UUID | None) -> int:
    with connect(places.database("enrollment")) as connection:
        streams = None if program is None else enrollment_streams(connection, program)
        rows = connection.execute(
            """
            SELECT person_id, name, email
            FROM people
            WHERE name IS NOT NULL
              AND (%s::text[] IS NULL OR 'person-' || person_id = ANY(%s))
            ORDER BY person_id
            """,
            (streams, streams),
        ).fetchall()
    # Nobody else is to read it.
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        for person_id, name, email in rows:
            out.write(encode({"person_id": person_id, "name": name, "email": email}) + b"\n")
    return len(rows)
