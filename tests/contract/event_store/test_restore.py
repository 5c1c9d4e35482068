"""A database that was restored into another cluster goes on where it was."""

from collections.abc import Sequence

import psycopg
import pytest

from shared.database import Connection
from shared.event_store.store import append_many
from shared.outbox import Outbox, Round
from shared.restore import adopt
from shared.unsaid import UnsaidRows
from tests.support.eventually import eventually
from tests.support.programs import addition

SOURCE = "/mentoring/enrollment"


@pytest.fixture
def restored(connection: Connection, database_url: str, postgres: str) -> None:
    """Three events were said, two were not; then it was dumped in a cluster that is far ahead."""
    append_many(connection, [addition("program-1", 0, events=2), addition("program-2", 0)])
    outbox = Outbox(UnsaidRows(database_url, SOURCE))
    outbox.said(_whole(outbox, 3), None)
    outbox.close()
    append_many(connection, [addition("program-1", 2), addition("program-2", 1)])
    connection.execute("INSERT INTO people_outbox (person_id) VALUES (gen_random_uuid())")
    database = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
    with psycopg.connect(postgres, dbname=database, autocommit=True) as superuser:
        superuser.execute("ALTER TABLE events DISABLE TRIGGER events_are_immutable")
        for table, column in [
            ("events", "xid"),
            ("streams", "last_xid"),
            ("people_outbox", "xid"),
            ("relay", "xid"),
        ]:
            later = f"({column}::text::bigint + 1000000000000)::text::xid8"
            superuser.execute(f"UPDATE {table} SET {column} = {later}".encode())  # noqa: S608
        superuser.execute("ALTER TABLE events ENABLE TRIGGER events_are_immutable")


@pytest.mark.usefixtures("restored")
def test_nothing_works_before_it_is_adopted(connection: Connection, database_url: str) -> None:
    with pytest.raises(psycopg.errors.SerializationFailure):
        append_many(connection, [addition("program-1", 3)])
    outbox = Outbox(UnsaidRows(database_url, SOURCE))
    assert not outbox.read().events
    outbox.close()


@pytest.mark.usefixtures("restored")
def test_once_adopted_what_was_not_said_is_said_next(
    connection: Connection, database_url: str
) -> None:
    adopt(connection)
    append_many(connection, [addition("program-1", 3)])

    outbox = Outbox(UnsaidRows(database_url, SOURCE))
    next_round = _whole(outbox, 3)
    outbox.close()
    assert _said(next_round) == [("program-1", 3), ("program-2", 2), ("program-1", 4)]
    assert len(next_round.people) == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE events SET actor = 'nobody'")


def _whole(outbox: Outbox, events: int) -> Round:
    """Read so many events at once: other tests' transactions may hide them for a moment."""
    checkpoint = outbox.read_to

    def read() -> Round | None:
        outbox.read_to = checkpoint
        round_ = outbox.read()
        return round_ if len(round_.events) == events else None

    whole = eventually(read)
    assert whole is not None
    return whole


def _said(round_: Round) -> Sequence[tuple[str, int]]:
    return [
        (message.key.decode(), int(dict(message.headers)["ce_sequence"]))
        for message in round_.events
    ]
