"""Behind a mark nothing is recorded before its time, wherever the clock is set."""

from psycopg.sql import SQL, Identifier

from shared.database import Connection, connect
from shared.event_store.store import append_many
from shared.unsaid import UnsaidRows
from tests.support.programs import addition

AHEAD = """
    CREATE SCHEMA ahead;
    CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS
        $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$;
    CREATE FUNCTION ahead.transaction_timestamp() RETURNS timestamptz LANGUAGE sql AS
        $$ SELECT pg_catalog.transaction_timestamp() + interval '1 hour' $$;
"""


def test_a_mark_holds_when_the_clock_is_set_back_behind_it(
    connection: Connection, database_url: str
) -> None:
    set_ahead(connection)
    relay = UnsaidRows(database_url, "/mentoring/enrollment")
    number, at = relay.mark()
    relay.close()

    set_back(connection)
    with connect(database_url) as writer:
        (event,) = append_many(writer, [addition("program-1", 0)])
        (xid,) = writer.execute("SELECT xid::text::bigint FROM events").fetchone() or (0,)
    assert xid > number
    assert event.recorded_at >= at


def set_ahead(connection: Connection) -> None:
    """Let whoever connects from now on see another clock."""
    connection.execute(AHEAD)
    _alter(connection, SQL("SET search_path = public, ahead, pg_catalog"))


def set_back(connection: Connection) -> None:
    _alter(connection, SQL("RESET search_path"))


def _alter(connection: Connection, how: SQL) -> None:
    role, database = Identifier(connection.info.user), Identifier(connection.info.dbname)
    connection.execute(SQL("ALTER ROLE {} IN DATABASE {} {}").format(role, database, how))
