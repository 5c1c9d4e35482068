"""Two sets of tables change places: readers, views, migrations and operators see one whole set."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from psycopg.errors import UndefinedTable

from services.accountability.replay.repairing import partnerships_of, repair
from services.accountability.replay.sets import NotAlikeError
from services.accountability.replay.starting import discard
from services.accountability.replay.state import required
from services.accountability.replay.switching import roll_back
from services.accountability.verify.verify import verify
from shared.database import Connection, connect
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.pair import Pair
from tests.integration.accountability.replays import (
    built,
    content,
    nothing,
    switched,
)
from tests.reference.facts import instant
from tests.support.eventually import eventually
from tests.support.histories.wire import identity

PAIRWISE = ["cases", "partnerships", "participants", "alerts"]
NAMES = """
    SELECT indexname, replace(indexdef, schemaname || '.', '')
    FROM pg_indexes
    WHERE schemaname = %s AND tablename = ANY(%s)
    ORDER BY 1
"""


@pytest.fixture
def silent(service: Service, pair: Pair) -> Service:
    """The pair, with alerts open."""
    del pair
    service.pass_until(instant("2027-02-14T00:00:00Z"))
    return service


def test_readers_see_a_whole_set_all_along(silent: Service) -> None:
    built(silent.connection)
    with read_all_along(silent.url) as seen:
        for _ in range(6):
            assert switched(silent.connection).switched
            roll_back(silent.connection, noted=nothing)
        eventually(lambda: len(seen) > 50, 60)
    assert set(seen) == {(len(content(silent.connection, "alerts")), 1)}


@contextmanager
def read_all_along(url: str) -> Iterator[list[tuple[int, int]]]:
    """Count what there is, again and again, by a statement that was prepared before."""
    seen: list[tuple[int, int]] = []
    stop = Event()

    def read() -> None:
        with connect(url) as connection:
            while not stop.is_set():
                row = connection.execute(
                    "SELECT (SELECT count(*) FROM alerts), count(*) FROM partnerships",
                    prepare=True,
                ).fetchone()
                assert row is not None
                seen.append((row[0], row[1]))

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read)
        try:
            yield seen
        finally:
            stop.set()
        reading.result()


def test_handling_between_the_last_pass_and_the_change_is_not_lost(silent: Service) -> None:
    """It has begun on the one table, waits for the operator, and ends on the other."""
    (alert, *_) = silent.items("/alerts")
    path = f"/alerts/{alert['alert_id']}/dismissal"
    built(silent.connection)
    with ThreadPoolExecutor(2) as threads, connect(silent.url) as looking:
        with a_reader(silent.url):
            changing = threads.submit(switched, silent.connection)
            eventually(lambda: waits(looking, "LOCK TABLE%ACCESS EXCLUSIVE"), 60)
            handling = threads.submit(silent.post, path, {"reason": "OTHER"})
            eventually(lambda: handling.done() or waits(looking, "UPDATE alerts"), 60)
        assert changing.result().switched
        assert handling.result().status_code == 201
    (row,) = silent.connection.execute(
        "SELECT dismissed_reason FROM alerts WHERE alert_id = %s", (alert["alert_id"],)
    )
    assert row == ("OTHER",)
    assert verify(silent.connection).differences == ()


@contextmanager
def a_reader(url: str) -> Iterator[None]:
    """Keep the tables from changing places for a while."""
    with connect(url) as connection, connection.transaction():
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        connection.execute("SELECT FROM alerts")
        yield


def waits(connection: Connection, statement: str) -> bool:
    row = connection.execute(
        """
        SELECT EXISTS (
            SELECT
            FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
              AND query LIKE '%%' || %s || '%%'
        )
        """,
        (statement,),
    ).fetchone()
    return row == (True,)


def test_views_indexes_and_grants_are_those_of_the_new_set(silent: Service) -> None:
    silent.connection.execute("GRANT SELECT ON alerts TO PUBLIC")
    names = [silent.connection.execute(NAMES, ("public", PAIRWISE)).fetchall()]
    to_send = "SELECT count(*) FROM deliveries_to_send"
    before = silent.connection.execute(to_send).fetchone()
    built(silent.connection)
    switched(silent.connection)
    names.append(silent.connection.execute(NAMES, ("public", PAIRWISE)).fetchall())
    assert names[0] == names[1]
    (granted,) = silent.connection.execute(
        "SELECT relacl FROM pg_class WHERE relname = 'alerts'"
        " AND relnamespace = 'public'::regnamespace"
    )
    assert any(str(each).startswith("=r/") for each in granted[0])
    assert silent.connection.execute(to_send).fetchone() == before != (0,)
    for alert in silent.items("/alerts"):
        silent.post(f"/alerts/{alert['alert_id']}/dismissal", {"reason": "OTHER"})
    assert silent.connection.execute(to_send).fetchone() == (0,)


def test_a_wrong_row_is_found_and_one_projection_alone_is_replayed(silent: Service) -> None:
    silent.connection.execute("UPDATE partnerships SET mood = 'on track'")
    (found,) = verify(silent.connection).differences
    assert found.where == "partnership"
    built(silent.connection, ["partnerships"])
    refused = switched(silent.connection)
    assert not refused.switched
    (difference,) = refused.compared[0].first
    assert (difference.live, difference.replayed) == ({"mood": "on track"}, {"mood": "not meeting"})
    assert verify(silent.connection).differences == (found,)
    assert switched(silent.connection, accept_differences=True).switched
    assert verify(silent.connection).differences == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alerts SET told = '{}', level = 'watch'",
        "DELETE FROM cases",
        "DELETE FROM participants",
        "UPDATE partnerships SET pending = '{2027-01-01}'",
    ],
)
def test_a_partnership_is_repaired_in_place(silent: Service, change: str) -> None:
    before = {table: content(silent.connection, table) for table in PAIRWISE[1:]}
    silent.connection.execute(change.encode())
    broken = {table: content(silent.connection, table) for table in PAIRWISE}
    ids = partnerships_of(silent.connection, program_id(silent))
    for dry_run, expected in ((True, broken), (False, before)):
        compared = repair(silent.connection, PAIRWISE, ids, nothing, dry_run=dry_run)
        assert [bool(each.differences) for each in compared].count(True) == 1
        assert {table: content(silent.connection, table) for table in expected} == expected
    assert verify(silent.connection).differences == ()


def program_id(service: Service) -> Any:
    row = service.connection.execute("SELECT program_id FROM programs").fetchone()
    assert row is not None
    return row[0]


def test_tables_that_were_changed_meanwhile_do_not_change_places(silent: Service) -> None:
    built(silent.connection, ["participants"])
    silent.connection.execute("ALTER TABLE participants ADD COLUMN sponsor_id uuid")
    with pytest.raises(NotAlikeError, match="participants"):
        switched(silent.connection)
    assert required(silent.connection, "built").state == "built"


def test_who_is_erased_is_erased_in_every_set(silent: Service) -> None:
    mentor = identity("mentor")
    built(silent.connection, ["directory"])
    switched(silent.connection)
    silent.connection.execute("SELECT forget_subjects(%s::uuid[])", ([mentor],))
    for schema in ("public", "retired"):
        (row,) = silent.connection.execute(
            f"SELECT subject FROM {schema}.people WHERE person_id = %s",  # noqa: S608
            (mentor,),
        ).fetchall()
        assert row == (None,)


def test_what_was_retired_can_be_dropped_and_then_not_put_back(silent: Service) -> None:
    built(silent.connection, ["cases"])
    switched(silent.connection)
    with silent.connection.transaction():
        discard(silent.connection, required(silent.connection, "switched"))
    with pytest.raises(UndefinedTable):
        content(silent.connection, "retired.cases")
    assert verify(silent.connection).differences == ()
