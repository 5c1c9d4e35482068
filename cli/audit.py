"""`mentoring audit`: who changed what by a command, in all three services."""

import getpass
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from cli.places import Places, with_databases
from cli.writing import as_json_option, show, table, write
from deploy.local.databases import SERVICES
from services.accountability.cli import InstantType
from shared.audit import Entry, entries
from shared.database import connect
from shared.events.event import encode


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        return f"uid {os.getuid()}"


as_operator = click.option(
    "--as",
    "operator",
    metavar="NAME",
    envvar="MENTORING_OPERATOR",
    show_envvar=True,
    default=_user,
    help="Who does it, for the audit log; else the operating system's user.",
)


@click.command("audit")
@click.option("--since", type=InstantType(), help="From this instant on.")
@click.option("--command", help="Of one command or its subcommands: 'parked', 'parked drop'.")
@click.option("--service", type=click.Choice(SERVICES), help="Of one service; else of all.")
@with_databases
@as_json_option
def audit_command(
    places: Places,
    since: datetime | None,
    command: str | None,
    service: str | None,
    *,
    as_json: bool,
) -> None:
    """Tell who changed what by a command that changes something, oldest first."""
    services = [service] if service else SERVICES
    found = [(name, entry) for name in services for entry in _entries(places, name, since, command)]
    found.sort(key=lambda each: each[1].at)
    if as_json:
        items = [{"service": name, **asdict(entry)} for name, entry in found]
        write({"items": items})
    elif not found:
        click.echo("nothing is noted")
    else:
        _show(found)


def _entries(
    places: Places, service: str, since: datetime | None, command: str | None
) -> Iterator[Entry]:
    with connect(places.database(service)) as connection:
        yield from entries(connection, since=since, command=command)


def _show(found: list[tuple[str, Entry]]) -> None:
    names = ("at", "service", "who", "command", "arguments", "outcome")
    rows = (
        (entry.at, service, entry.who, entry.command, _words(entry), entry.outcome)
        for service, entry in found
    )
    show(table(None, names, rows))


def _words(entry: Entry) -> str:
    return " ".join(f"{name}={_word(value)}" for name, value in entry.arguments.items())


def _word(value: Any) -> str:
    return value if isinstance(value, str) else encode(value).decode()
