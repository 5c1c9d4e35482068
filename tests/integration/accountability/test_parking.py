"""What cannot be folded stops its own stream, and nothing else."""

import pytest

from services.accountability.consumer import apply
from services.accountability.verify.verify import verify
from shared.parked import stopped
from shared.release import drop, retry
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.pair import Pair
from tests.reference.facts import instant
from tests.support.histories.wire import Stream, identity


def other_pair() -> Pair:
    pair = Pair(identity("other"), Stream(identity("other"), prefix="o"))
    pair.agree()
    return pair


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "mentoring.MeetingHeld.v2"}, "version is not known"),
        ({"data": {"meeting_id": identity("m1")}}, "started_at"),
    ],
)
def test_an_event_that_cannot_be_folded_stops_its_stream(
    service: Service, pair: Pair, change: dict[str, object], reason: str
) -> None:
    bad = {**pair.meet(2, "2027-01-29T09:00:00Z"), **change}
    after = pair.meet(3, "2027-02-12T09:00:00Z")
    pair.new()
    service.hear([bad, *other_pair().new(), after])
    (parked,) = stopped(service.connection)
    assert (parked.stream, parked.version, parked.waiting) == (pair.stream.subject, 9, 2)
    assert reason in parked.reason
    assert len(service.items("/partnerships")) == 2
    assert service.items("/partnerships")[1]["last_held_at"] == "2027-01-15T09:00:00Z"


def test_a_type_that_nobody_knows_changes_nothing_but_the_time(
    service: Service, pair: Pair
) -> None:
    new = {**pair.meet(2, "2027-01-29T09:00:00Z"), "type": "mentoring.CoffeeDrunk.v1"}
    pair.new()
    service.hear([new, pair.meet(3, "2027-02-12T09:00:00Z")])
    assert stopped(service.connection) == []
    assert service.items("/partnerships")[0]["last_held_at"] == "2027-02-12T09:00:00Z"


def test_a_person_of_a_newer_version_stops_that_person(service: Service, pair: Pair) -> None:
    person = f"person-{identity('newcomer')}"
    newer = {
        **pair.stream.events[0],
        "id": identity("newer"),
        "type": "mentoring.PersonRegistered.v2",
        "source": "/mentoring/enrollment",
        "subject": person,
        "partitionkey": person,
        "sequence": "0000000001",
    }
    service.hear([newer, pair.meet(2, "2027-01-29T09:00:00Z")])
    assert [parked.stream for parked in stopped(service.connection)] == [person]
    assert service.items("/partnerships")[0]["last_held_at"] == "2027-01-29T09:00:00Z"


def test_what_waits_goes_on_behind_an_event_that_was_given_up_as_if_no_time_had_passed(
    service: Service, pair: Pair
) -> None:
    bad = {**pair.meet(2, "2027-01-29T09:00:00Z"), "data": {}}
    after = pair.meet(3, "2027-02-12T09:00:00Z")
    service.hear([bad, after])
    retry(service.connection, pair.stream.subject, apply)
    assert [parked.waiting for parked in stopped(service.connection)] == [2]
    service.pass_until(instant("2027-02-14T00:00:00Z"))
    drop(service.connection, pair.stream.subject)
    retry(service.connection, pair.stream.subject, apply)
    assert stopped(service.connection) == []
    service.pass_until(instant("2027-04-01T00:00:00Z"))
    assert service.items("/partnerships")[0]["last_held_at"] == "2027-02-12T09:00:00Z"
    assert verify(service.connection).differences == ()
