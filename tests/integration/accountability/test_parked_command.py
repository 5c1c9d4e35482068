"""What an operator does about a parked stream: look, try again, give up."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from services.accountability.verify.verify import verify
from shared.audit import entries
from shared.batch import process
from shared.heard import Raw
from shared.ledger import DatabaseLedger
from shared.parked import stopped
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.feeding import raw
from tests.integration.accountability.pair import Pair
from tests.support.commands import answer, items, run

Parked = Callable[..., Any]


@pytest.fixture
def places(service: Service, fresh_database: Callable[[str], str]) -> Sequence[str]:
    return (
        f"--accountability-database={service.url}",
        f"--partnerships-database={fresh_database('partnerships')}",
    )


@pytest.fixture
def stream(service: Service, pair: Pair) -> str:
    """A pair whose second meeting cannot be read; the third waits behind it."""
    bad = {**pair.meet(2, "2027-01-29T09:00:00Z"), "data": {}}
    service.hear([bad, pair.meet(3, "2027-02-12T09:00:00Z")])
    return pair.stream.subject


def test_what_is_parked_is_listed_and_shown(
    service: Service, places: Sequence[str], stream: str
) -> None:
    (listed,) = items("parked", "list", *places, code=1)
    assert (listed["service"], listed["stream"], listed["waiting"]) == ("accountability", stream, 2)
    shown = items("parked", "show", stream, *places)
    assert [each["version"] for each in shown] == [9, 10]
    assert shown[0]["headers"]["ce_type"] == "mentoring.MeetingHeld.v1"
    assert (shown[0]["data"], "retry" in shown[0]["advice"]) == ("{}", True)
    assert "MeetingHeld" in run("parked", "show", stream, *places).stdout
    run("parked", "show", "partnership-none", *places, code=1)
    assert entries(service.connection) == []


def test_a_dry_run_gives_nothing_up(service: Service, places: Sequence[str], stream: str) -> None:
    told = answer("parked", "drop", stream, "--dry-run", *places)
    assert (told["dropped"], told["passed_over"], told["behind"]) == (False, [9], 1)
    assert [parked.waiting for parked in stopped(service.connection)] == [2]
    assert entries(service.connection) == []


def test_what_is_given_up_is_asked_for_first(
    service: Service, places: Sequence[str], stream: str
) -> None:
    run("parked", "drop", stream, *places, code=1)
    assert [parked.waiting for parked in stopped(service.connection)] == [2]


def test_a_retry_tells_what_is_parked_again_and_after_a_drop_what_is_taken_in(
    service: Service, places: Sequence[str], stream: str
) -> None:
    (again,) = items("parked", "retry", stream, *places, code=1)
    assert (again["taken_in"], again["parked_again"]) == (0, 2)
    assert "meeting_id" in again["reason"]

    answer("parked", "drop", stream, "--yes", "--as", "ada", *places)
    (taken,) = items("parked", "retry", "--all", *places)
    assert (taken["taken_in"], taken["parked_again"]) == (1, 0)
    assert items("parked", "list", *places) == []
    assert run("parked", "retry", "--all", *places).stdout == "nothing is parked\n"
    assert service.items("/partnerships")[0]["last_held_at"] == "2027-02-12T09:00:00Z"
    assert verify(service.connection).differences == ()
    noted = [entry.command for entry in entries(service.connection)]
    assert noted == ["parked retry", "parked drop", "parked retry"]
    assert entries(service.connection)[1].who == "ada"


def test_what_is_not_parked_or_not_said_is_refused(places: Sequence[str], stream: str) -> None:
    run("parked", "retry", "partnership-none", *places, code=1)
    run("parked", "retry", *places, code=2)
    run("parked", "retry", stream, "--all", *places, code=2)
    run("parked", "drop", "partnership-none", "--yes", *places, code=1)


def hear(service: Service, records: Sequence[Raw]) -> None:
    process(DatabaseLedger(service.connection), lambda: records, lambda _connection, _facts: None)


def test_a_stranger_s_record_is_given_up_without_losing_an_event_of_the_stream(
    service: Service, places: Sequence[str], pair: Pair
) -> None:
    stranger = Raw("mentoring.partnerships.events", 0, 900, pair.stream.subject.encode(), b"x", [])
    hear(service, [stranger])
    told = answer("parked", "drop", pair.stream.subject, "--yes", *places)
    assert told["passed_over"] == []
    service.hear([pair.meet(2, "2027-01-29T09:00:00Z")])
    assert service.items("/partnerships")[0]["last_held_at"] == "2027-01-29T09:00:00Z"


@pytest.mark.parametrize(("good_one_waits", "passed_over"), [(True, []), (False, [9])])
def test_an_event_that_is_damaged_is_passed_over_unless_it_came_again(
    service: Service,
    places: Sequence[str],
    pair: Pair,
    good_one_waits: bool,  # noqa: FBT001
    passed_over: list[int],
) -> None:
    good = raw(pair.meet(2, "2027-01-29T09:00:00Z"), 901)
    damaged = good._replace(offset=900, headers=[*good.headers, ("ce_time", b"yesterday")])
    hear(service, [damaged, *([good] if good_one_waits else [])])
    told = answer("parked", "drop", pair.stream.subject, "--yes", *places)
    assert told["passed_over"] == passed_over
