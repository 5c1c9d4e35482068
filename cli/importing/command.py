"""`mentoring import DIRECTORY` and `mentoring example DIRECTORY`."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from cli.audit import as_operator
from cli.importing.api import Api, UnreachableError, development_token
from cli.importing.checks import problems_between
from cli.importing.example import EXAMPLE, write_example
from cli.importing.future import future_problems
from cli.importing.ids import subject
from cli.importing.noting import note_import
from cli.importing.outcome import Summary
from cli.importing.problems import UnreadableError
from cli.importing.rows import PersonRow
from cli.importing.running import Import
from cli.importing.sheets import PROGRAM, Sheets, read_sheets
from deploy.local.addresses import HOME, addresses_file
from shared.clock import now

LOCAL = Path(".local")
REFUSED = 1
UNREADABLE = 2
UNREACHABLE = 3


@click.command("import")
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--addresses",
    type=click.Path(dir_okay=False, path_type=Path),
    default=addresses_file(HOME),
    envvar="MENTORING_ADDRESSES",
    show_envvar=True,
    show_default="that of what `make run` started",
    help="Where the services are, as `mentoring run` wrote it.",
)
@click.option("--enrollment", help="Address of enrollment, instead of that in the file.")
@click.option("--partnerships", help="Address of partnerships, instead of that in the file.")
@click.option("--issuer", help="Address of the development issuer, instead of that in the file.")
@click.option(
    "--token", envvar="MENTORING_TOKEN", show_envvar=True, help="A token of an administrator."
)
@as_operator
def import_command(  # noqa: PLR0913 - one for each option
    directory: Path,
    *,
    dry: bool,
    as_json: bool,
    addresses: Path,
    enrollment: str | None,
    partnerships: str | None,
    issuer: str | None,
    token: str | None,
    operator: str,
) -> None:
    """Import a program from the spreadsheets in DIRECTORY.

    The same rows again change nothing. Exit status: 0 done, 1 refused by the services,
    2 the files have to be corrected, 3 a service does not answer.
    """
    try:
        sheets = checked(directory)
        places = known_places(addresses, enrollment, partnerships, issuer)
        token = token or development_token(places["issuer"], subject(administrator(sheets)))
        summary = run(sheets, places, token, dry=dry)
    except UnreadableError as error:
        stop(str(error), UNREADABLE)
    except UnreachableError as error:
        stop(str(error), UNREACHABLE)
    if not dry and enrollment is None:
        note_import(addresses, operator, sheets.program.key, summary)
    tell(summary, dry=dry, as_json=as_json)


def checked(directory: Path) -> Sheets:
    sheets = read_sheets(directory)
    problems = list(problems_between(sheets)) or list(future_problems(sheets, now()))
    if problems:
        raise UnreadableError(problems)
    return sheets


def administrator(sheets: Sheets) -> PersonRow:
    email = sheets.program.administrator.lower()
    return next(row for row in sheets.rows(PersonRow) if row.email == email)


def known_places(
    file: Path, enrollment: str | None, partnerships: str | None, issuer: str | None
) -> dict[str, str]:
    given = {"enrollment": enrollment, "partnerships": partnerships, "issuer": issuer}
    places = {name: place for name, place in given.items() if place}
    if len(places) == len(given):
        return places
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        says = f"{file} cannot be read; start the system with `make run`, or give --addresses"
        raise UnreachableError(says) from error
    return {**written["services"], "issuer": written["issuer"], **places}


def run(sheets: Sheets, places: dict[str, str], token: str, *, dry: bool) -> Summary:
    return Import(
        sheets=sheets,
        enrollment=Api(url=places["enrollment"], token=token),
        partnerships=Api(url=places["partnerships"], token=token),
        dry=dry,
        say=lambda line: click.echo(line, err=True),
    ).run()


def tell(summary: Summary, *, dry: bool, as_json: bool) -> None:
    for problem in summary.problems:
        click.echo(str(problem), err=True)
    click.echo(json.dumps(summary.as_json()) if as_json else summary.as_text(dry=dry))
    if summary.problems:
        sys.exit(REFUSED)


def stop(message: str, status: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(status)


@click.command("example")
@click.argument(
    "directory", type=click.Path(file_okay=False, path_type=Path), default=LOCAL / "example"
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Another day than today.")
def example_command(directory: Path, today: datetime | None) -> None:
    """Write the example program to DIRECTORY, with today's dates; once written, it stays."""
    day = today.date() if today else today_of(EXAMPLE)
    written = write_example(directory, day)
    click.echo(f"{directory}: " + ("written" if written else "there already, left as it is"))


def today_of(folder: Path) -> date:
    zone = json.loads((folder / PROGRAM).read_text(encoding="utf-8"))["time_zone"]
    return now().astimezone(ZoneInfo(zone)).date()
