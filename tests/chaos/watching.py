"""Every move of a position and of a checkpoint is noted, by triggers: none can go unseen.

And each database has a clock of its own that a test can set forward or back: functions that stand
before PostgreSQL's own on the path of the service's role.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import LiteralString

from psycopg.sql import SQL, Identifier

from shared.database import connect

_CLOCKS: LiteralString = """
    CREATE SCHEMA clocks;
    CREATE TABLE clocks.clock (ahead interval NOT NULL);
    INSERT INTO clocks.clock VALUES ('0');
    CREATE FUNCTION clocks.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
        'SELECT pg_catalog.clock_timestamp() + ahead FROM clocks.clock';
    CREATE FUNCTION clocks.transaction_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
        'SELECT pg_catalog.transaction_timestamp() + ahead FROM clocks.clock';
"""
_MOVES: LiteralString = """
    CREATE TABLE clocks.moves (
        number bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        topic text,
        partition integer,
        "offset" bigint NOT NULL,
        fence bigint NOT NULL,
        through timestamptz
    );
    CREATE FUNCTION clocks.note_position() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO clocks.moves (topic, partition, "offset", fence, through)
        VALUES (NEW.topic, NEW.partition, NEW."offset", NEW.fence, NEW.through);
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_position AFTER INSERT OR UPDATE ON positions
        FOR EACH ROW EXECUTE FUNCTION clocks.note_position();

    CREATE TABLE clocks.checkpoints (
        number bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        xid xid8 NOT NULL,
        position bigint NOT NULL,
        fence bigint NOT NULL,
        through timestamptz
    );
    CREATE FUNCTION clocks.note_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO clocks.checkpoints (xid, position, fence, through)
        VALUES (NEW.xid, NEW.position, NEW.fence, NEW.through);
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_checkpoint AFTER UPDATE ON relay
        FOR EACH ROW EXECUTE FUNCTION clocks.note_checkpoint();
"""


def watch(database_url: str) -> None:
    """Run it as the service's own role, before its processes are started."""
    with connect(database_url) as connection:
        connection.execute(_CLOCKS)
        connection.execute(_MOVES)
        role = Identifier(connection.info.user)
        connection.execute(
            SQL("ALTER ROLE {} SET search_path = public, clocks, pg_catalog").format(role)
        )


def set_clocks(database_urls: Iterable[str], by: timedelta) -> None:
    """Set every clock forward, or back."""
    for url in database_urls:
        with connect(url) as connection:
            connection.execute("UPDATE clocks.clock SET ahead = ahead + %s", (by,))
