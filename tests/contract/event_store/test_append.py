"""Every acknowledged append is there once, whole, in order."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from psycopg.errors import SerializationFailure

from shared.clock import now
from shared.database import Connection, Pool, connect
from shared.envelope import NewEvent, Recorded
from shared.errors import DomainError, VersionConflictError
from shared.event_store.store import EventStore, append_many
from shared.event_store.times import FutureTimeError
from shared.events.enrollment import VOCABULARY, ProgramEvent, TermsPublished
from shared.events.examples.find import example
from tests.support.programs import addition, created, request, said

Store = EventStore[ProgramEvent]


def test_what_is_appended_is_read_as_it_was_said(store: Store) -> None:
    terms = example(TermsPublished)
    assert isinstance(terms, TermsPublished)
    new = NewEvent(id=created().id, event=terms, occurred_at=now())

    recorded = store.append("program-1", [created(), new], expected_version=0, said=said())

    assert store.read("program-1").events == recorded
    assert store.read("program-1").version == 2


def test_numbers_stay_as_they_were_written(store: Store, connection: Connection) -> None:
    terms = example(TermsPublished)
    assert isinstance(terms, TermsPublished)
    new = replace(terms, policy=replace(terms.policy, red_factor=Decimal("2.10")))
    store.append(
        "program-1",
        [NewEvent(id=created().id, event=new, occurred_at=now())],
        expected_version=0,
        said=said(),
    )

    kept = connection.execute("SELECT (data->'policy'->'red_factor')::text FROM events").fetchone()
    assert kept == ("2.10",)
    read = store.read("program-1").events[0].event
    assert isinstance(read, TermsPublished)
    assert str(read.policy.red_factor) == "2.10"


def test_of_many_writers_of_one_version_exactly_one_wins(store: Store) -> None:
    def write(_: int) -> bool:
        try:
            store.append("program-1", [created(), created()], expected_version=0, said=said())
        except VersionConflictError:
            return False
        return True

    with ThreadPoolExecutor(16) as writers:
        assert sum(writers.map(write, range(64))) == 1
    assert [event.version for event in store.read("program-1").events] == [1, 2]


@pytest.mark.parametrize("expected", [1, 3])
def test_nobody_appends_behind_a_version_that_is_not_the_last(store: Store, expected: int) -> None:
    store.append("program-1", [created(), created()], expected_version=0, said=said())

    with pytest.raises(VersionConflictError):
        store.append("program-1", [created()], expected_version=expected, said=said())
    assert store.read("program-1").version == 2


def test_a_projection_that_refuses_leaves_nothing_behind(pool: Pool) -> None:
    def refuse(connection: Connection, events: Sequence[Recorded[Any]]) -> None:
        connection.execute("INSERT INTO people_outbox (person_id) VALUES (gen_random_uuid())")
        raise DomainError(len(events))

    store: Store = EventStore(pool, VOCABULARY, now, [refuse])
    with pytest.raises(DomainError):
        store.append("p", [created()], expected_version=0, said=said(), request=request())

    assert store.read("p").version == 0
    assert store.answered("a key", "a digest") is None
    with pool.connection() as connection:
        assert connection.execute("SELECT count(*) FROM people_outbox").fetchone() == (0,)


def test_nothing_happens_in_the_future(store: Store) -> None:
    soon = now() + timedelta(minutes=1)
    with pytest.raises(FutureTimeError):
        store.append("program-1", [created(occurred_at=soon)], expected_version=0, said=said())


def test_recorded_times_never_decrease_in_a_stream(store: Store, connection: Connection) -> None:
    store.append("program-1", [created()], expected_version=0, said=said())
    ahead = now() + timedelta(hours=1)
    connection.execute("UPDATE streams SET last_recorded_at = %s", (ahead,))

    store.append("program-1", [created()], expected_version=1, said=said())
    assert store.read("program-1").events[1].recorded_at == ahead


def test_time_stands_still_when_the_clock_is_set_back(store: Store, connection: Connection) -> None:
    for stream in ("program-1", "program-2"):
        store.append(stream, [created()], expected_version=0, said=said())
    said_through = now() + timedelta(hours=1)
    connection.execute("UPDATE relay SET through = %s", (said_through,))

    store.append("program-1", [created()], expected_version=1, said=said())
    store.append("program-3", [created()], expected_version=0, said=said())
    append_many(connection, [addition("program-2", 1), addition("program-4", 0)])
    for stream in ("program-1", "program-2", "program-3", "program-4"):
        assert store.read(stream).events[-1].recorded_at == said_through


def test_an_append_that_could_not_be_serialized_is_tried_again(pool: Pool) -> None:
    attempts = []

    def fail_once(_connection: Connection, events: Sequence[Recorded[Any]]) -> None:
        attempts.append(events)
        if len(attempts) == 1:
            raise SerializationFailure

    store: Store = EventStore(pool, VOCABULARY, now, [fail_once])
    store.append("program-1", [created()], expected_version=0, said=said())
    assert store.read("program-1").events == attempts[1]


def test_an_older_transaction_that_was_overtaken_has_to_begin_anew(
    store: Store, database_url: str
) -> None:
    with connect(database_url) as older, older.transaction(force_rollback=True):
        older.execute("SELECT pg_current_xact_id()")
        store.append("program-1", [created()], expected_version=0, said=said())
        with pytest.raises(SerializationFailure):
            append_many(older, [addition("program-1", 1)])
    assert store.read("program-1").version == 1


@pytest.mark.parametrize("unfit", [("program-3", 7), ("program-2", 0), ("program-2", 2)])
def test_many_streams_are_appended_to_together_or_not_at_all(
    store: Store, connection: Connection, unfit: tuple[str, int]
) -> None:
    store.append("program-2", [created()], expected_version=0, said=said())
    with pytest.raises(VersionConflictError), connection.transaction():
        append_many(connection, [addition("program-1", 0), addition(*unfit)])
    assert store.read("program-1").version == 0
    assert store.read("program-2").version == 1


def test_many_streams_get_what_was_said_in_each(store: Store, connection: Connection) -> None:
    store.append("program-2", [created()], expected_version=0, said=said())
    recorded = append_many(
        connection, [addition("program-1", 0, events=2), addition("program-2", 1)]
    )

    versions = [(event.stream, event.version) for event in recorded]
    assert versions == [("program-1", 1), ("program-1", 2), ("program-2", 2)]
    assert [*store.read("program-1").events, store.read("program-2").events[1]] == recorded
