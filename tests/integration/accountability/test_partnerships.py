"""The overview over HTTP: health in words, why, as of an instant, and who may see it."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.accountability.consumer import apply_people
from shared.heard import Name
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.directory import away
from tests.integration.accountability.pair import Pair
from tests.reference.facts import instant
from tests.support.histories.wire import identity

WATCH = instant("2027-02-07T00:00:00Z")
RED = instant("2027-02-14T00:00:00Z")


def one(service: Service, who: str = "administrator", query: str = "") -> Mapping[str, Any]:
    answer = service.get(f"/partnerships/{identity('pair')}{query}", who)
    assert answer.status_code == 200, answer.json
    found: Mapping[str, Any] = answer.json or {}
    return found


def test_health_is_said_in_words_and_explained(service: Service, pair: Pair) -> None:
    assert one(service)["health"] == "on track"
    service.pass_until(WATCH)
    assert one(service)["health"] == "watch"
    service.pass_until(RED)
    found = one(service)
    assert (found["health"], found["why"][0]["rule"]) == ("not meeting", "no-meeting")
    assert (found["last_held_at"], found["days_since_last_held"]) == ("2027-01-15T09:00:00Z", 137)
    pair.say(
        "PartnershipPaused", "2027-02-15T09:00:00Z", paused_on="2027-02-16", resumes_on="2027-07-01"
    )
    service.hear(pair.new())
    assert one(service)["health"] == "paused"
    assert service.items("/partnerships?health=paused") == [one(service)]
    assert service.items("/partnerships?health=not%20meeting") == []
    pair.say("PartnershipEnded", "2027-02-16T09:00:00Z", ended_on="2027-02-16")
    service.hear(pair.new())
    assert (one(service)["health"], one(service)["why"]) == ("ended", [])


def test_a_proposal_is_too_early_to_tell(service: Service) -> None:
    pair = Pair()
    pair.say("PartnershipProposed", "2027-05-30T08:00:00Z")
    service.hear(pair.new())
    assert (one(service)["health"], one(service)["stage"]) == ("too early", "proposed")


def test_the_next_meeting_is_the_next_that_is_planned(service: Service, pair: Pair) -> None:
    pair.schedule(2, "2027-06-18T08:00:00Z", at="2027-05-01T08:00:00Z")
    pair.schedule(3, "2027-06-04T08:00:00Z", at="2027-05-01T08:00:00Z")
    pair.schedule(4, "2027-05-14T08:00:00Z", at="2027-05-01T08:00:00Z")
    service.hear(pair.new())
    assert one(service)["next_meeting_at"] == "2027-06-04T08:00:00Z"


@pytest.mark.usefixtures("pair")
def test_names_follow_the_people_topic_until_they_are_erased(service: Service) -> None:
    mentor = one(service)["mentor"]["person_id"]
    name = Name(mentor, b'{"person_id":"x","name":"Ada","email":"ada@example.org"}')
    apply_people(service.connection, [name])
    assert one(service)["mentor"]["name"] == "Ada"
    assert one(service, "mentee")["mentor"]["name"] == "Ada"
    assert one(service, "operator")["mentor"]["name"] is None
    assert one(service, "integration")["mentor"]["name"] is None
    apply_people(service.connection, [Name(mentor, None)])
    assert one(service)["mentor"]["name"] is None


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("who", "seen"),
    [
        *((who, 1) for who in ("administrator", "operator", "integration")),
        *((who, 1) for who in ("mentor", "mentee", "mentor-manager", "mentee-manager")),
        ("stranger", 0),
    ],
)
def test_each_sees_their_own(service: Service, who: str, seen: int) -> None:
    assert len(service.items("/partnerships", who)) == seen
    status = service.get(f"/partnerships/{identity('pair')}", who).status_code
    assert status == (200 if seen else 404)


def test_a_new_manager_sees_it_and_the_old_one_no_longer(service: Service, pair: Pair) -> None:
    pair.say(
        "SignatoryReplaced",
        "2027-02-01T08:00:00Z",
        role="mentee_manager",
        person_id=identity("stranger"),
    )
    service.hear(pair.new())
    assert len(service.items("/partnerships", "stranger")) == 1
    assert service.items("/partnerships", "mentee-manager") == []


@pytest.mark.usefixtures("pair")
def test_as_of_an_instant_it_is_as_it_was(service: Service) -> None:
    service.pass_until(RED)
    assert one(service, query="?as_of=2027-01-10T00:00:00Z")["health"] == "too early"
    assert one(service, query="?as_of=2027-01-20T00:00:00Z")["health"] == "on track"
    then = one(service, query="?as_of=2027-02-07T00:00:00Z")
    assert (then["health"], then["why"][0]["level"]) == ("watch", "watch")
    assert service.items("/partnerships?as_of=2027-02-07T00:00:00Z") == [then]
    assert service.items("/partnerships?as_of=2027-02-07T00:00:00Z&health=on%20track") == []
    path = f"/partnerships/{identity('pair')}?as_of=2026-02-07T00:00:00Z"
    assert service.get(path).status_code == 404


def test_the_timeline_has_every_fact_and_alert_in_order(service: Service, pair: Pair) -> None:
    pair.meet(2, "2027-02-20T09:00:00Z")
    service.pass_until(RED)
    service.hear(pair.new())
    entries = service.items(f"/partnerships/{identity('pair')}/timeline")
    told = [(entry["type"], entry["data"].get("rule")) for entry in entries]
    assert told[6:] == [
        ("PartnershipActivated", None),
        ("AlertRaised", "no-next-meeting"),
        ("MeetingHeld", None),
        ("AlertResolved", "no-next-meeting"),
        ("AlertRaised", "no-next-meeting"),
        ("AlertRaised", "check-in-overdue"),
        ("AlertRaised", "no-meeting"),
        ("AlertEscalated", "no-meeting"),
        ("MeetingHeld", None),
        ("AlertResolved", "no-meeting"),
        ("AlertResolved", "no-next-meeting"),
    ]


def test_a_manager_sees_a_timeline_without_content(service: Service, pair: Pair) -> None:
    pair.say("GoalSet", "2027-02-01T08:00:00Z", goal_id=identity("g"))
    pair.say("CheckInRecorded", "2027-02-01T09:00:00Z")
    pair.say("SilenceExplained", "2027-02-01T09:00:00Z", reason="PRIVATE")
    service.hear(pair.new())
    path = f"/partnerships/{identity('pair')}/timeline"
    types = [entry["type"] for entry in service.items(path, "mentor-manager")]
    assert {"GoalSet", "CheckInRecorded"} & set(types) == set()
    assert "PRIVATE" not in service.get(path, "mentor-manager").text
    assert "GoalSet" in [entry["type"] for entry in service.items(path, "mentor")]
    assert service.get(path, "stranger").status_code == 404


def test_every_reason_of_time_has_the_facts_beside_it(service: Service, pair: Pair) -> None:
    pair.schedule(2, "2027-01-29T09:00:00Z", at="2027-01-18T08:00:00Z")
    pair.say(
        "MeetingRescheduled",
        "2027-01-28T09:00:00Z",
        meeting_id=identity("m2"),
        starts_at="2027-02-05T09:00:00Z",
        by=identity("mentor"),
        reason="TIME_WORKLOAD",
    )
    pair.say(
        "ConflictRaised",
        "2027-02-01T08:00:00Z",
        conflict_id=identity("c1"),
        meeting_id=identity("m2"),
        raised_by=identity("mentee-manager"),
    )
    pair.say("ConflictAnswered", "2027-02-02T08:00:00Z", conflict_id=identity("c1"))
    pair.say(
        "MeetingCancelled",
        "2027-02-04T21:00:00Z",
        meeting_id=identity("m2"),
        by=identity("mentee"),
        reason="TIME_NO_SLOT",
    )
    service.hear([*pair.new(), away("2027-02-08", "2027-02-12")])
    first, second = service.items(f"/partnerships/{identity('pair')}/excuses")
    assert (first["reason"], first["facts"]["conflicts"]) == ("TIME_WORKLOAD", [])
    facts = second["facts"]
    assert facts["since"] == "2027-01-15"
    assert [(c["what"], c["notice_hours"]) for c in facts["meetings"]] == [
        ("scheduled", None),
        ("moved", 24.0),
        ("cancelled", 12.0),
    ]
    assert [c["outcome"] for c in facts["conflicts"]] == ["upheld"]
    assert [s["starts_at"][:10] for s in facts["slots"]] == ["2027-01-22", "2027-01-29"]
    assert [s["starts_at"][:10] for s in facts["slots_ahead"]] == ["2027-02-05", "2027-02-12"]


def test_an_absence_that_was_planned_stands_beside_the_excuse(service: Service, pair: Pair) -> None:
    service.hear([away("2027-02-01", "2027-02-05")])
    pair.say("SilenceExplained", "2027-02-04T09:00:00Z", reason="TRAVEL", by=identity("mentee"))
    service.hear(pair.new())
    (excuse,) = service.items(f"/partnerships/{identity('pair')}/excuses")
    (absence,) = excuse["facts"]["absences"]
    assert (absence["from_on"], absence["until_on"]) == ("2027-02-01", "2027-02-05")
    assert (
        service.get(f"/partnerships/{identity('pair')}/excuses", "mentee-manager").status_code
        == 404
    )
