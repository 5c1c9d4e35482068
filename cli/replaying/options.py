"""What the commands of `mentoring replay` have in common: a database, and words for refusals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click
from psycopg.errors import LockNotAvailable

from cli.places import Places, accountability_option
from services.accountability.replay.folded import CannotFoldError
from services.accountability.replay.projections import PROJECTIONS
from services.accountability.replay.sets import NotAlikeError
from services.accountability.replay.state import NotNowError
from services.accountability.replay.switching import BusyError
from services.accountability.replay.workers import WorkerLostError
from shared.audit import note
from shared.database import Connection, connect

_SERVICE = "accountability"
_REFUSALS = (BusyError, CannotFoldError, NotAlikeError, NotNowError, WorkerLostError)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where it is done, and by whom."""

    url: str
    connection: Connection
    operator: str | None

    def note(self, command: str, arguments: Mapping[str, Any]) -> None:
        note(self.connection, self.operator or "", command, arguments)

    def noted(self, command: str, arguments: Mapping[str, Any]) -> Callable[[], None]:
        return lambda: self.note(command, arguments)


def in_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command accountability's database, as `site`."""

    @wraps(command)
    def placed(
        *args: Any, database: str | None, operator: str | None = None, **options: Any
    ) -> Any:
        places = Places(databases={_SERVICE: database}, kafka=None, topic_prefix="")
        url = places.database(_SERVICE)
        with connect(url) as connection:
            try:
                site = Site(url=url, connection=connection, operator=operator)
                return command(*args, site=site, **options)
            except LockNotAvailable as error:
                raise click.ClickException("the tables are in use: try again") from error
            except _REFUSALS as error:
                raise click.ClickException(str(error)) from error

    return accountability_option(placed)


def _all_or(
    _context: click.Context, _option: click.Parameter, chosen: Sequence[str]
) -> Sequence[str]:
    return [name for name in PROJECTIONS if name in chosen or not chosen]


projections_option = click.option(
    "--projection",
    "projections",
    type=click.Choice(list(PROJECTIONS)),
    multiple=True,
    callback=_all_or,
    help="Only this one; may be said several times. Else all.",
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Tell what would be done, and change nothing."
)
