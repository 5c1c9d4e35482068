"""Which PostgreSQL cluster a database belongs to: in another its numbers mean nothing."""

from dataclasses import dataclass

from shared.database import Connection


class StrayedError(Exception):
    """A database is not where, or not what, it was: only an operator can say how to go on."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """`timeline` changes when a cluster is set back, or a replica takes over."""

    cluster: str
    timeline: str


def known_home(connection: Connection) -> Home:
    row = connection.execute("SELECT cluster, timeline FROM home").fetchone()
    assert row is not None  # noqa: S101
    return Home(cluster=row[0], timeline=row[1])


def present_home(connection: Connection) -> Home:
    row = connection.execute(
        """
        SELECT system_identifier::text, left(pg_walfile_name(pg_current_wal_lsn()), 8)
        FROM pg_control_system()
        """
    ).fetchone()
    assert row is not None  # noqa: S101
    return Home(cluster=row[0], timeline=row[1])


def settle(connection: Connection) -> None:
    """Remember that this is where the database belongs from now on."""
    home = present_home(connection)
    connection.execute("UPDATE home SET cluster = %s, timeline = %s", (home.cluster, home.timeline))


def require_home(connection: Connection) -> None:
    """Raise `StrayedError` in a database that was restored into another cluster."""
    if known_home(connection).cluster != present_home(connection).cluster:
        raise StrayedError(
            "this database was restored into another cluster: "
            "run `mentoring restored` for its service before any process of it"
        )
