"""Where a database belongs: in another cluster its transactions' numbers mean nothing."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shared.database import Connection

log = logging.getLogger(__name__)


class StrayedError(Exception):
    """A database is not where, or not what, it was: only an operator can say how to go on."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """`timeline`: another where a cluster is set back, or a replica takes over.

    `incarnation`: another where the tables are restored from a dump.
    """

    cluster: str
    timeline: str
    incarnation: int


@contextmanager
def strayed_ends() -> Iterator[None]:
    """End a process that would run where it does not belong, and say what to do."""
    try:
        yield
    except StrayedError as error:
        log.error("refuses to run: %s", error)  # noqa: TRY400 - nothing failed
        sys.exit(1)


def known_home(connection: Connection) -> Home:
    return _home(connection, "SELECT cluster, timeline, incarnation FROM home")


def present_home(connection: Connection) -> Home:
    return _home(
        connection,
        """
        SELECT
            system_identifier::text, left(pg_walfile_name(pg_current_wal_lsn()), 8),
            'home'::regclass::oid
        FROM pg_control_system()
        """,
    )


def is_home(connection: Connection) -> bool:
    return known_home(connection) == present_home(connection)


def settle(connection: Connection) -> None:
    """Remember that this is where the database belongs from now on."""
    home = present_home(connection)
    connection.execute(
        "UPDATE home SET cluster = %s, timeline = %s, incarnation = %s",
        (home.cluster, home.timeline, home.incarnation),
    )


def require_cluster(connection: Connection) -> None:
    """Raise `StrayedError` in a database that was restored into another cluster."""
    if known_home(connection).cluster != present_home(connection).cluster:
        raise StrayedError(
            "this database was restored into another cluster: "
            "run `mentoring restored` for its service before any process of it"
        )


def require_home(connection: Connection) -> None:
    """Raise `StrayedError` also where nobody has found out yet whether something was lost."""
    require_cluster(connection)
    if not is_home(connection):
        raise StrayedError(
            "this database was set back, restored, or taken over by a replica: run `mentoring "
            "restored` for its service, or start its relay, which tells whether anything is lost"
        )


def _home(connection: Connection, query: str) -> Home:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None  # noqa: S101
    return Home(cluster=row[0], timeline=row[1], incarnation=row[2])
