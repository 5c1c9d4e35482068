"""`mentoring import-history`: what `mentoring export` wrote, loaded into another installation."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from cli.audit import as_operator
from cli.moving.exporting import ORDER
from cli.moving.hearing import wait_until_partnerships_has_heard
from cli.moving.lines import VOCABULARIES, read_streams
from cli.moving.names import load_names, read_names
from cli.places import Places, with_kafka
from cli.sources import STORES
from cli.writing import as_json_option, write
from services.accountability.owning import keep_recorded as keep_accountability
from services.enrollment.owning import keep_recorded as keep_enrollment
from services.partnerships.projections import keep_history
from shared.audit import note
from shared.cloudevents import CloudEvent
from shared.database import Connection, connect
from shared.envelope import Recorded
from shared.errors import DomainError, VersionConflictError
from shared.loading import Standing, compare, load

_KEEP: Mapping[str, Callable[[Connection, Sequence[Recorded[Any]]], None]] = {
    "enrollment": keep_enrollment,
    "partnerships": keep_history,
    "accountability": keep_accountability,
}
_STREAMS_AT_ONCE = 200
_ORDERED = ", ".join(ORDER)


@dataclass(kw_only=True)
class Found:
    """How many streams of each service are new, and known; and what is in the way."""

    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)


@click.command("import-history")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--with-names",
    "names",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="People's names and addresses, as `mentoring export` wrote them.",
)
@click.option("--dry-run", is_flag=True, help="Compare everything, and load nothing.")
@with_kafka
@as_operator
@as_json_option
def import_history_command(  # noqa: PLR0913 - one for each option
    places: Places,
    file: Path,
    names: Path | None,
    operator: str,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Load the history in FILE: whole streams, with the same ids, versions and times.

    The services have to be running: partnerships has to hear of people before their pairs are
    loaded. What is here already is passed over, so that the same file can be loaded again, also
    after a failure. If one stream has another history here, or less of it, nothing is loaded.
    Without names people are known by their ids until somebody gives them.
    """
    people = read_names(names) if names else []
    with ExitStack() as open_:
        connections = {
            service: open_.enter_context(connect(places.database(service))) for service in STORES
        }
        found = _compare_all(connections, file)
        if not found.conflicts and not dry_run:
            for service, batches in groupby(_batches(file), key=lambda batch: batch[0]):
                if service == "partnerships":
                    wait_until_partnerships_has_heard(places)
                for _, some in batches:
                    _load(connections[service], service, some, operator)
            load_names(connections["enrollment"], people, operator)
    _tell(found, dry_run=dry_run, as_json=as_json)
    if found.conflicts:
        raise SystemExit(1)


def _compare_all(connections: Mapping[str, Connection], file: Path) -> Found:
    """Read the whole file, before anything of it is loaded."""
    found, before = Found(), 0
    for service, some in _batches(file):
        if ORDER.index(service) < before:
            raise click.ClickException(f"{file}: services have to follow in the order {_ORDERED}")
        before = ORDER.index(service)
        for standing in _standings(connections[service], some):
            if standing.is_new:
                found.new[service] += 1
            elif standing.is_known:
                found.known[service] += 1
            else:
                found.conflicts.append(f"{service}: {_conflict(standing)}")
    return found


def _conflict(standing: Standing) -> str:
    if standing.agree == standing.here:
        return (
            f"{standing.stream} has gone on after its first {standing.here} events, which are here:"
            " only whole new streams can be loaded"
        )
    return f"{standing.stream} has another history here from version {standing.agree + 1} on"


def _batches(file: Path) -> Iterator[tuple[str, Sequence[Sequence[CloudEvent]]]]:
    """Yield whole streams of one service, some at once."""
    for service, streams in groupby(read_streams(file), key=lambda stream: stream[0]):
        batch: list[Sequence[CloudEvent]] = []
        for _, events in streams:
            batch.append(events)
            if len(batch) == _STREAMS_AT_ONCE:
                yield service, batch
                batch = []
        if batch:
            yield service, batch


def _standings(
    connection: Connection, streams: Sequence[Sequence[CloudEvent]]
) -> Sequence[Standing]:
    return compare(
        connection, {events[0].stream: [event.id for event in events] for events in streams}
    )


def _load(
    connection: Connection,
    service: str,
    streams: Sequence[Sequence[CloudEvent]],
    operator: str,
) -> None:
    """Record what is new of some streams, with what the service keeps of it, or nothing."""
    standings = _standings(connection, streams)
    for standing in standings:
        if not standing.is_new and not standing.is_known:
            raise click.ClickException(f"{service}: {_conflict(standing)}")
    new = [events for events, standing in zip(streams, standings, strict=True) if standing.is_new]
    if not new:
        return
    try:
        with connection.transaction():
            flat = [event for events in new for event in events]
            _KEEP[service](connection, load(connection, flat, VOCABULARIES[service]))
            note(
                connection,
                operator,
                "import-history",
                {"service": service, "streams": len(new), "events": len(flat)},
            )
    except (DomainError, VersionConflictError) as refused:
        first, last = new[0][0].stream, new[-1][0].stream
        raise click.ClickException(
            f"{service} refuses what is from {first} to {last}: {refused}; what came before is "
            "loaded, and passed over the next time"
        ) from refused
    click.echo(f"{service}: {len(new)} streams, {len(flat)} events loaded", err=True)


def _tell(found: Found, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        loaded = not dry_run and not found.conflicts
        counts = {"new": dict(found.new), "known": dict(found.known)}
        write({**counts, "conflicts": found.conflicts, "loaded": loaded})
        return
    for conflict in found.conflicts:
        click.echo(conflict)
    for service in STORES:
        new, known = found.new[service], found.known[service]
        click.echo(f"{service}: {new} new streams, {known} known")
    if found.conflicts:
        click.echo("nothing was loaded")
