"""What is counted of a pair's story."""

from datetime import datetime
from typing import Any

import pytest

from services.accountability.reports.count import count
from services.accountability.reports.numbers import Numbers, total
from services.accountability.reports.report import report
from tests.reference.facts import instant
from tests.support.histories.wire import identity
from tests.unit.accountability.pairs import FRIDAY, TERMS, Telling

# Fridays from the 4th on: 8, 15, 22, 29 January, 5 and 12 February.
JANUARY = instant("2027-01-30T12:00:00Z")


def counted(telling: Telling, now: datetime = JANUARY) -> Numbers:
    return count(telling.story(), now)


def test_a_slot_is_met_by_a_meeting_on_its_day() -> None:
    numbers = counted(Telling().meet(1, "2027-01-15T16:00:00Z"))
    assert (numbers.slots_met, numbers.slots_passed) == (1, 4)


def test_a_slot_is_met_by_a_meeting_that_was_agreed_for_it_and_moved() -> None:
    telling = Telling().plan(1, "2027-01-15T09:00:00Z", at="2027-01-10T09:00:00Z")
    telling.move(1, "2027-01-18T09:00:00Z", at="2027-01-14T09:00:00Z").meet(
        1, "2027-01-18T09:00:00Z"
    )
    numbers = counted(telling)
    assert (numbers.slots_met, numbers.slots_passed) == (1, 4)
    assert numbers.notices_of_moves_hours == (24.0,)


def test_a_slot_later_today_has_not_passed() -> None:
    assert counted(Telling(), instant("2027-01-08T08:59:59Z")).slots_passed == 0
    assert counted(Telling(), instant("2027-01-08T09:00:00Z")).slots_passed == 1


def test_slots_in_a_pause_and_after_the_end_were_not_committed() -> None:
    telling = Telling().say(
        "PartnershipPaused", "2027-01-05T08:00:00Z", paused_on="2027-01-15", resumes_on="2027-01-22"
    )
    assert counted(telling).slots_passed == 3
    telling.say("PartnershipEnded", "2027-01-23T08:00:00Z", ended_on="2027-01-23")
    assert counted(telling).slots_passed == 2


def test_a_resumption_gives_slots_back() -> None:
    telling = Telling().say(
        "PartnershipPaused", "2027-01-05T08:00:00Z", paused_on="2027-01-08", resumes_on="2027-03-01"
    )
    telling.say("PartnershipResumed", "2027-01-20T08:00:00Z", resumed_on="2027-01-20")
    assert counted(telling).slots_passed == 2


def test_a_new_agreement_commits_from_the_day_it_came_into_force() -> None:
    monday: dict[str, Any] = {**FRIDAY, "weekday": "monday"}
    telling = Telling().say(
        "AgreementDrafted", "2027-01-16T08:00:00Z", agreement_version=2, slots=[monday], **TERMS
    )
    telling.say("AgreementReplaced", "2027-01-20T08:00:00Z", agreement_version=2, **TERMS)
    assert counted(telling).slots_passed == 2 + 1


@pytest.mark.parametrize(
    ("week_of_month", "passed"), [(1, 0), (2, 1), (3, 1), (4, 1), (-1, 1), (None, 4)]
)
def test_a_monthly_slot_falls_in_its_week(week_of_month: int | None, passed: int) -> None:
    slot = {**FRIDAY, "week_of_month": week_of_month}
    telling = Telling()
    telling.stream.events[1]["data"]["slots"] = [slot]
    # The first Friday is the 1st, before they start; the last is the 29th.
    assert counted(telling).slots_passed == passed


def test_one_meeting_is_expected_for_each_rhythm_that_has_passed() -> None:
    assert counted(Telling(), instant("2027-01-17T12:00:00Z")).meetings_expected == 0
    assert counted(Telling(), instant("2027-01-18T12:00:00Z")).meetings_expected == 1


def test_a_disputed_meeting_was_not_held() -> None:
    telling = Telling().meet(1, "2027-01-15T09:00:00Z")
    telling.say("MeetingDisputed", "2027-01-16T09:00:00Z", meeting_id=identity("m1"))
    numbers = counted(telling)
    assert (numbers.meetings_held, numbers.days_since_last_held) == (0, ())


def test_days_are_counted_in_the_pairs_own_time_zone() -> None:
    telling = Telling(time_zone="Pacific/Auckland").meet(1, "2027-01-14T12:00:00Z")
    assert counted(telling, instant("2027-01-15T10:00:00Z")).days_since_last_held == (0,)


def test_a_check_in_is_on_time_if_both_were_talked_with_within_the_grace() -> None:
    # Due on 18 January (14 days from the 4th), with a week of grace: until the 25th.
    telling = Telling().say("CheckInRecorded", "2027-01-11T09:00:00Z", **{"with": "mentor"})
    assert (counted(telling).check_ins_due, counted(telling).check_ins_on_time) == (1, 0)
    telling.say("CheckInRecorded", "2027-01-25T09:00:00Z", **{"with": "mentee"})
    assert (counted(telling).check_ins_due, counted(telling).check_ins_on_time) == (1, 1)
    assert counted(telling, instant("2027-01-25T12:00:00Z")).check_ins_due == 0


def test_conflicts_goals_and_reasons_are_counted() -> None:
    telling = Telling().plan(1, "2027-01-15T09:00:00Z", at="2027-01-10T09:00:00Z")
    claim: dict[str, Any] = {"conflict_id": identity("c"), "meeting_id": identity("m1")}
    telling.say("ConflictRaised", "2027-01-12T09:00:00Z", **claim)
    telling.say("ConflictAnswered", "2027-01-12T10:00:00Z", conflict_id=identity("c"))
    telling.say("GoalSet", "2027-01-12T10:00:00Z", goal_id=identity("g"))
    telling.say("GoalSet", "2027-01-12T10:00:00Z", goal_id=identity("h"))
    telling.say("ProgressReported", "2027-01-13T10:00:00Z", goal_id=identity("g"), level=3)
    telling.say("CheckInRecorded", "2027-01-13T10:00:00Z", obstacle="TRAVEL")
    numbers = counted(telling)
    assert (numbers.conflicts_raised, numbers.conflicts_upheld) == (1, 1)
    assert sorted(numbers.goal_levels) == [0, 3]
    assert numbers.reasons == {"MGR_PRIORITY_MENTEE": 1, "TRAVEL": 1}


def test_a_proposal_has_nothing_to_be_late_with() -> None:
    telling = Telling()
    del telling.stream.events[1:]
    assert counted(telling) == Numbers(partnerships=1)


def test_the_numbers_of_many_add_up() -> None:
    one = counted(Telling().meet(1, "2027-01-15T09:00:00Z"))
    other = counted(Telling())
    both = report(total([one, other]))
    assert (both.partnerships, both.slots_met, both.slots_passed) == (2, 1, 8)
    assert both.commitment_kept == 0.125
    assert both.days_to_first_meeting == 11
    assert report(Numbers()).commitment_kept is None
