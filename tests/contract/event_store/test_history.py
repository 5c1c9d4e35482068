"""What is recorded stays as it is; imported history keeps its own times; old versions are read."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from msgspec.structs import replace

from shared.clock import now
from shared.database import Connection, Pool
from shared.envelope import NewEvent
from shared.event_store.store import EventStore
from shared.event_store.times import ImportedHistoryError
from shared.events.accountability import VOCABULARY, AlertSnoozed, HandlingEvent
from shared.events.enrollment import ProgramEvent
from shared.events.examples.find import example
from tests.support.programs import created, said

Store = EventStore[ProgramEvent]

LONG_AGO = datetime(2024, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "change", ["DELETE FROM events", "UPDATE events SET actor = 'nobody'", "TRUNCATE events"]
)
def test_recorded_events_cannot_be_changed(
    store: Store, connection: Connection, postgres: str, database_url: str, change: str
) -> None:
    store.append("program-1", [created()], expected_version=0, said=said())

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
        connection.execute(change.encode())
    database = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
    superuser = psycopg.connect(postgres, dbname=database, autocommit=True)
    with superuser, pytest.raises(psycopg.Error, match="immutable"):
        superuser.execute(change.encode())


def test_imported_history_keeps_its_times(store: Store) -> None:
    imported_at = now()
    events = [created(recorded_at=LONG_AGO), created(recorded_at=LONG_AGO + DAY)]
    store.append("p", events, expected_version=0, said=said(), imported_at=imported_at)
    store.append("p", [created()], expected_version=2, said=said())

    first, second, live = store.read("p").events
    assert (first.occurred_at, first.recorded_at) == (LONG_AGO, LONG_AGO)
    assert second.recorded_at == LONG_AGO + DAY
    assert second.imported_at is not None
    assert second.imported_at >= imported_at
    assert live.imported_at is None
    assert live.recorded_at > imported_at - DAY


@pytest.mark.parametrize(
    ("recorded", "expected_version", "imported_at"),
    [
        ([LONG_AGO + DAY, LONG_AGO], 0, now()),
        ([now() + DAY], 0, now()),
        ([LONG_AGO], 1, now()),
        ([None], 0, now()),
        ([LONG_AGO], 0, None),
    ],
    ids=["decreasing", "ahead of now", "not a new stream", "without its time", "not imported"],
)
def test_history_is_imported_whole_and_in_order(
    store: Store,
    recorded: Sequence[datetime | None],
    expected_version: int,
    imported_at: datetime | None,
) -> None:
    events = [created(occurred_at=LONG_AGO, recorded_at=at) for at in recorded]

    with pytest.raises(ImportedHistoryError):
        store.append(
            "p", events, expected_version=expected_version, said=said(), imported_at=imported_at
        )
    assert store.read("p").version == 0


def test_an_event_of_an_older_version_is_brought_up_to_date(
    pool: Pool, connection: Connection
) -> None:
    store: EventStore[HandlingEvent] = EventStore(pool, VOCABULARY, now)
    snoozed = example(AlertSnoozed)
    new = NewEvent(id=uuid4(), event=snoozed, occurred_at=LONG_AGO)
    store.append("p", [new], expected_version=0, said=said())
    connection.execute(
        """
        INSERT INTO events (stream, version, id, type, schema_version, data, actor,
            correlation_id, occurred_at, recorded_at)
        SELECT stream, 2, id, type, 1, data - 'reason', actor,
            correlation_id, occurred_at, recorded_at
        FROM events
        """
    )

    assert connection.execute("SELECT type, schema_version FROM events").fetchall() == [
        ("AlertSnoozed", 2),
        ("AlertSnoozed", 1),
    ]
    newest, older = store.read("p").events
    assert (newest.event, older.event) == (snoozed, replace(snoozed, reason=None))
