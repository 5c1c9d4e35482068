"""`mentoring parked`: streams that stopped, and what an operator can do about them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import click

from cli.audit import as_operator
from cli.hearings import HEARINGS
from cli.parked_words import as_text, consequence, dropped, not_parked, outcome, retried, shown
from cli.places import Places, with_databases
from cli.writing import as_json_option, show, table, write
from shared.audit import note
from shared.database import Connection, connect
from shared.parked import stopped, waiting
from shared.release import ChangedMeanwhileError, Drop, NotParkedError, drop, retry, would_drop

COLUMNS = ("service", "stream", "version", "waiting", "since", "reason")
_stream = click.argument("stream")


def _in_services(command: Callable[..., Any]) -> Callable[..., Any]:
    service = click.option(
        "--service", type=click.Choice(list(HEARINGS)), help="Where it is parked; else anywhere."
    )
    return service(with_databases(command))


@click.group("parked")
def parked_group() -> None:
    """Streams that stopped at an event that could not be taken in.

    Everything else goes on; what comes later of a parked stream waits behind it, in order.
    """


@parked_group.command("list")
@_in_services
@as_json_option
def list_command(places: Places, service: str | None, *, as_json: bool) -> None:
    """List the streams that are parked. Exit code 1 if there is one."""
    found = [
        {"service": name, **asdict(stream)}
        for name, connection in _connections(places, service)
        for stream in stopped(connection)
    ]
    if as_json:
        write({"items": found})
    elif not found:
        click.echo("nothing is parked")
    else:
        show(table(None, COLUMNS, ([each[name] for name in COLUMNS] for each in found)))
    if found:
        raise SystemExit(1)


@parked_group.command("show")
@_stream
@_in_services
@as_json_option
def show_command(places: Places, stream: str, service: str | None, *, as_json: bool) -> None:
    """Show what waits of STREAM, why, and what can be done."""
    found = [
        {"service": name, **shown(record)}
        for name, connection in _connections(places, service)
        for record in waiting(connection, stream)
    ]
    if not found:
        raise click.ClickException(not_parked(stream))
    if as_json:
        write({"items": found})
        return
    for each in found:
        click.echo(as_text(each))


@parked_group.command("retry")
@click.argument("streams", nargs=-1, metavar="STREAM…")
@click.option("--all", "everything", is_flag=True, help="Every stream that is parked.")
@_in_services
@as_operator
@as_json_option
def retry_command(  # noqa: PLR0913 - one for each option
    places: Places,
    streams: Sequence[str],
    service: str | None,
    operator: str,
    *,
    everything: bool,
    as_json: bool,
) -> None:
    """Take in what waits of each STREAM, as if it came now.

    What still cannot be taken in is parked again: exit code 1.
    """
    if everything == bool(streams):
        raise click.UsageError("name streams, or say --all")
    found = []
    for name, connection in _connections(places, service):
        there = {each.stream for each in stopped(connection)}
        for stream in sorted(there if everything else there.intersection(streams)):
            taken = retry(connection, stream, HEARINGS[name].apply, operator)
            found.append({"service": name, "stream": stream, **outcome(taken)})
    if as_json:
        write({"items": found})
    elif everything and not found:
        click.echo("nothing is parked")
    else:
        for each in found:
            click.echo(retried(each))
    missing = set(streams) - {each["stream"] for each in found}
    if missing:
        raise click.ClickException(not_parked(", ".join(sorted(missing))))
    if any(each["parked_again"] for each in found):
        raise SystemExit(1)


@parked_group.command("drop")
@_stream
@_in_services
@click.option("--dry-run", is_flag=True, help="Tell what would be given up, and give up nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_operator
@as_json_option
def drop_command(  # noqa: PLR0913 - one for each option
    places: Places,
    stream: str,
    service: str | None,
    operator: str,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Give up the record at which STREAM stopped, for good. `retry` then goes on behind it."""
    name = _only_service(places, stream, service)
    with connect(places.database(name)) as connection:
        found = would_drop(connection, stream)
        click.echo(consequence(name, stream, found), err=True)
        if not dry_run:
            if not yes:
                click.confirm("Give it up?", abort=True, err=True)
            _drop(connection, stream, found, operator)
    if as_json:
        write({"service": name, "dropped": not dry_run, **dropped(stream, found)})
    elif not dry_run:
        click.echo(f"given up; behind it wait {found.behind}: mentoring parked retry {stream}")


def _drop(connection: Connection, stream: str, found: Drop, operator: str) -> None:
    try:
        with connection.transaction():
            drop(connection, stream, found)
            note(connection, operator, "parked drop", dropped(stream, found))
    except (ChangedMeanwhileError, NotParkedError) as error:
        raise click.ClickException(f"{stream} has changed meanwhile: look again") from error


def _connections(places: Places, service: str | None) -> Iterator[tuple[str, Connection]]:
    for name in [service] if service else HEARINGS:
        with connect(places.database(name)) as connection:
            yield name, connection


def _only_service(places: Places, stream: str, service: str | None) -> str:
    found = [
        name for name, connection in _connections(places, service) if waiting(connection, stream)
    ]
    if not found:
        raise click.ClickException(not_parked(stream))
    if len(found) > 1:
        raise click.UsageError(f"parked in {' and '.join(found)}: say which with --service")
    return found[0]
