"""A replay makes the tables that the live system has made, beside them and without any effect."""

import pytest

from services.accountability.replay.building import build_part
from services.accountability.replay.folded import CannotFoldError
from services.accountability.replay.parts import Size, cut, to_do
from services.accountability.replay.starting import begin, discard, run
from services.accountability.replay.state import NotNowError, required
from services.accountability.replay.switching import compare_now, roll_back
from services.accountability.verify.verify import verify
from shared.events import enrollment, partnerships
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.directory import said
from tests.integration.accountability.pair import Pair
from tests.integration.accountability.replays import (
    PAIRS,
    InProcess,
    Lives,
    built,
    content,
    histories,
    live_content,
    nothing,
    switched,
)
from tests.support.histories.bulk import bulk
from tests.support.histories.wire import identity

SOURCES = (enrollment.SOURCE, partnerships.SOURCE)


@pytest.fixture
def others(service: Service) -> Lives:
    return Lives(service=service, events=histories())


@pytest.fixture
def lived(service: Service, pair: Pair, others: Lives) -> Service:
    """The pair, whose every alert was handled, and others half of whose life was heard."""
    others.until("2027-02-07T00:00:00Z")
    for path, body in (
        ("acknowledgement", {}),
        ("snooze", {"until": "2027-06-05T00:00:00Z", "reason": "OTHER"}),
        ("dismissal", {"reason": "OTHER"}),
    ):
        for alert in service.items("/alerts?rule=no-meeting"):
            assert service.post(f"/alerts/{alert['alert_id']}/{path}", body).status_code == 201
    pair.meet(2, "2027-02-09T09:00:00Z")
    service.hear(pair.new())
    return service


def test_a_replay_is_what_was_live_and_touches_nothing_of_it(lived: Service) -> None:
    before = live_content(lived)
    told = [content(lived.connection, table) for table in ("events", "deliveries", "names")]
    assert built(lived.connection).state == "built"
    compared = compare_now(lived.connection, "built").compared
    assert [each.differences for each in compared] == [0] * 7
    assert {each.table: each.live.rows for each in compared}["cases"] == PAIRS + 1
    assert {each.live.checksum == each.replayed.checksum for each in compared} == {True}
    assert live_content(lived) == before
    assert [content(lived.connection, t) for t in ("events", "deliveries", "names")] == told


def test_what_comes_between_start_and_cutover_is_there_after_it(
    lived: Service, others: Lives
) -> None:
    built(lived.connection)
    lived.hear([said_of_the_mentor(2, "PersonErased")])
    others.until("2027-06-01T00:00:00Z")
    (first, *_) = lived.items("/alerts")
    lived.post(f"/alerts/{first['alert_id']}/dismissal", {"reason": "OTHER"})
    before = live_content(lived)
    assert switched(lived.connection).switched
    assert [row[:3] for row in content(lived.connection, "cases")] == [
        row[:3] for row in before["cases"]
    ]
    for table in ("alerts", "partnerships", "participants", "people", "programs", "enrollments"):
        assert content(lived.connection, table) == before[table], table
    assert verify(lived.connection).differences == ()


def test_after_a_cutover_and_after_a_rollback_the_system_goes_on(
    lived: Service, others: Lives
) -> None:
    built(lived.connection)
    assert switched(lived.connection).switched
    others.until("2027-04-01T00:00:00Z")
    assert verify(lived.connection).differences == ()
    found = roll_back(lived.connection, noted=nothing)
    assert [each.differences for each in found.compared] == [0] * 7
    others.until("2027-06-01T00:00:00Z")
    assert verify(lived.connection).differences == ()
    assert switched(lived.connection).switched
    assert verify(lived.connection).differences == ()


def said_of_the_mentor(version: int, name: str) -> dict[str, object]:
    mentor = identity("mentor")
    return said(f"person-{mentor}", version, name, person_id=mentor)


def test_a_parked_stream_and_a_half_heard_import_stand_still_in_a_replay(
    lived: Service, pair: Pair, others: Lives
) -> None:
    bad = {**pair.meet(3, "2027-02-20T09:00:00Z"), "type": "mentoring.MeetingHeld.v7"}
    pair.new()
    (history,) = bulk(1, 13)
    imported = [{**event, "importedtime": "2027-06-01T00:00:00Z"} for event in history]
    lived.hear([bad, *imported[:20]])
    others.until("2027-05-01T00:00:00Z")
    built(lived.connection)
    assert switched(lived.connection).switched
    assert verify(lived.connection).differences == ()
    lived.hear(imported[20:])
    others.until("2028-03-01T00:00:00Z")
    assert verify(lived.connection).differences == ()


def test_a_part_is_done_once_whoever_does_it(lived: Service) -> None:
    begin(lived.connection, ["cases", "alerts"], nothing)
    (part,) = to_do(lived.connection, 1)
    build_part(lived.connection, ["cases", "alerts"], part)
    rows = [content(lived.connection, f"replay.{table}") for table in ("cases", "alerts")]
    lived.connection.execute("DELETE FROM replay.cases")
    assert build_part(lived.connection, ["cases"], part) == Size(streams=0, events=0)
    assert content(lived.connection, "replay.cases") == []
    assert len(rows[0]) == PAIRS + 1


def test_a_worker_that_comes_late_writes_nothing_into_the_live_tables(lived: Service) -> None:
    """It is left over from a replay that was given up: its tables are gone, the names are not."""
    replay = begin(lived.connection, ["cases"], nothing)
    (part,) = to_do(lived.connection, replay.replay_id)
    with lived.connection.transaction():
        discard(lived.connection, replay)
    lived.connection.execute("DELETE FROM cases")
    with pytest.raises(Exception, match="does not exist"):
        build_part(lived.connection, ["cases"], part)
    assert content(lived.connection, "cases") == []


def test_what_is_left_is_done_when_it_goes_on(lived: Service) -> None:
    replay = begin(lived.connection, ["cases", "directory"], nothing)
    InProcess(most=2).work(lived.connection, replay, to_do(lived.connection, replay.replay_id))
    left = len(to_do(lived.connection, replay.replay_id))
    assert (left, required(lived.connection, "running").state) == (2, "running")
    assert run(lived.connection, InProcess()).state == "built"
    assert not any(each.differences for each in compare_now(lived.connection, "built").compared)


def test_there_is_one_replay_at_a_time(lived: Service) -> None:
    built(lived.connection, ["participants"])
    with pytest.raises(NotNowError, match="resume, cut over or cancel"):
        begin(lived.connection, ["participants"], nothing)
    switched(lived.connection)
    assert built(lived.connection, ["participants"]).state == "built"


def test_a_long_journal_is_cut_into_many_parts_that_hold_every_stream_once(
    lived: Service,
) -> None:
    replay = begin(lived.connection, ["cases", "directory"], nothing)
    lived.connection.execute("DELETE FROM replay_parts")
    long = {source: Size(streams=1, events=60_000) for source in SOURCES}
    cut(lived.connection, replay.replay_id, long)
    assert len(to_do(lived.connection, replay.replay_id)) == 16 + 3 * 16
    run(lived.connection, InProcess())
    assert not any(each.differences for each in compare_now(lived.connection, "built").compared)


def test_what_this_code_cannot_fold_stops_the_replay(lived: Service) -> None:
    lived.connection.execute("ALTER TABLE journal DISABLE TRIGGER journal_is_immutable")
    lived.connection.execute("GRANT UPDATE ON journal TO CURRENT_USER")
    lived.connection.execute(
        "UPDATE journal SET type = 'mentoring.MeetingHeld.v9' WHERE type LIKE '%MeetingHeld%'"
    )
    begin(lived.connection, ["cases"], nothing)
    with pytest.raises(CannotFoldError, match="its version is not known here"):
        run(lived.connection, InProcess())
    assert to_do(lived.connection, 1) != []
