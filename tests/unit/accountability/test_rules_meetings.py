"""`no-next-meeting`, `missed-streak` and `conflict-unanswered`: what becomes of each meeting."""

import pytest

from services.accountability.facts import Fact
from tests.unit.accountability.story import (
    activated,
    at,
    begun,
    fact,
    held,
    meeting,
    proposed,
    raises,
    replaced,
    scheduled,
    tale,
    tells,
)


def missed(meeting_id: str, day: str, reason: str = "NO_SHOW") -> Fact:
    return meeting(meeting_id, "Missed", at(day), reason=reason)


def cancelled(meeting_id: str, day: str, clock: str = "12:00", reason: str = "TRAVEL") -> Fact:
    return meeting(meeting_id, "Cancelled", at(day, clock), reason=reason)


def conflict(conflict_id: str, meeting_id: str, day: str) -> Fact:
    return fact("ConflictRaised", at(day), conflict_id=conflict_id, meeting_id=meeting_id)


def test_with_nothing_planned_the_mentee_hears_of_it_after_seven_days() -> None:
    # The 5th to the 11th of January have passed.
    assert tale(begun(), "no-next-meeting") == ["2027-01-12 raised watch"]
    assert tells(begun(), "no-next-meeting") == [["mentee"]]


def test_with_a_meeting_ahead_it_is_due_when_that_has_passed_by_as_many_days() -> None:
    story = [*begun(), scheduled("m1", at("01-05"), at("01-20"))]

    assert tale(story, "no-next-meeting") == ["2027-01-28 raised watch"]


@pytest.mark.parametrize(
    "fate", [cancelled("m1", "01-06"), missed("m1", "01-21"), held("m1", at("01-06"), at("01-05"))]
)
def test_a_meeting_that_has_a_report_or_was_cancelled_is_not_ahead(fate: Fact) -> None:
    story = [*begun(), scheduled("m1", at("01-05"), at("03-20")), fate]

    assert tale(story, "no-next-meeting")[0] < "2027-02"


def test_a_retracted_report_leaves_the_meeting_as_scheduled() -> None:
    story = [
        *begun(),
        scheduled("m1", at("01-05"), at("01-20")),
        missed("m1", "01-21"),
        meeting("m1", "Retracted", at("01-21", "13:00")),
    ]

    assert tale(story, "no-next-meeting") == [
        "2027-01-21 12:00 raised watch",
        "2027-01-21 13:00 resolved no_longer_true",
        "2027-01-28 raised watch",
    ]


def test_two_failed_meetings_in_a_row_are_a_streak_from_the_second_on() -> None:
    story = [
        *begun(),
        scheduled("m1", at("01-05"), at("01-06")),
        scheduled("m2", at("01-05"), at("01-20")),
        missed("m1", "01-07"),
        missed("m2", "01-21"),
    ]
    (raised,) = raises(story, "missed-streak")

    assert (raised.basis, raised.level, raised.due_at) == ("start", "red", at("01-21"))
    assert raised.evidence == ("e5", "e6")


def test_only_what_failed_after_the_last_held_meeting_is_a_streak() -> None:
    story = [
        *begun(missed_streak=1),
        scheduled("m1", at("01-05"), at("01-06")),
        missed("m1", "01-07"),
        held("m2", at("01-08"), at("01-06", "13:00")),
        scheduled("m3", at("01-08"), at("01-20")),
        missed("m3", "01-20"),
    ]

    assert [(raised.basis, raised.evidence) for raised in raises(story, "missed-streak")] == [
        ("start", ("e4",)),
        ("m2", ("e7",)),
    ]


def test_the_same_streak_grows_without_a_word() -> None:
    story = [
        *begun(missed_streak=1),
        scheduled("m1", at("01-05"), at("01-06")),
        scheduled("m2", at("01-05"), at("01-07")),
        missed("m1", "01-08"),
        missed("m2", "01-09"),
    ]

    assert tale(story, "missed-streak") == ["2027-01-08 12:00 raised red"]


@pytest.mark.parametrize(
    ("clock", "failed"), [("12:00", False), ("12:00:00.000001", True), ("11:59", False)]
)
def test_a_cancellation_in_time_is_no_failure(clock: str, *, failed: bool) -> None:
    # 24 hours of notice before noon of the 20th: until noon of the 19th.
    story = [
        *begun(missed_streak=1),
        scheduled("m1", at("01-05"), at("01-20")),
        cancelled("m1", "01-19", clock),
    ]

    assert bool(tale(story, "missed-streak")) is failed


def test_time_and_notice_are_those_that_stood_when_it_was_cancelled() -> None:
    # Cancelled 24 hours before, with 24 hours of notice; 48 hours are agreed only afterwards.
    story = [
        *begun(missed_streak=1),
        scheduled("m1", at("01-05"), at("01-20")),
        cancelled("m1", "01-19"),
        replaced(at("01-19", "13:00"), notice_hours=48),
    ]

    assert tale(story, "missed-streak") == []


def test_a_cancellation_is_judged_by_when_it_happened() -> None:
    # It was cancelled two days ahead, and only recorded on the day.
    late = fact(
        "MeetingCancelled", at("01-20"), happened=at("01-18"), meeting_id="m1", reason="TRAVEL"
    )
    story = [*begun(missed_streak=1), scheduled("m1", at("01-05"), at("01-20")), late]

    assert tale(story, "missed-streak") == []


def test_without_an_agreement_no_notice_was_broken() -> None:
    story = [
        proposed(at("01-01"), missed_streak=1),
        scheduled("m1", at("01-02"), at("01-03")),
        cancelled("m1", "01-03"),
        activated(at("01-04")),
    ]

    assert tale(story, "missed-streak") == []


@pytest.mark.parametrize("reason", ["LEAVE_SICK", "LEAVE_PLANNED"])
def test_a_meeting_lost_to_leave_never_fails(reason: str) -> None:
    story = [
        *begun(missed_streak=1),
        scheduled("m1", at("01-05"), at("01-06")),
        scheduled("m2", at("01-05"), at("01-20")),
        missed("m1", "01-07", reason),
        cancelled("m2", "01-20", reason=reason),
    ]

    assert tale(story, "missed-streak") == []


def test_the_reason_is_that_of_the_latest_word() -> None:
    story = [*begun(missed_streak=1), scheduled("m1", at("01-05"), at("01-06"))]
    sick_at_last = [cancelled("m1", "01-06"), missed("m1", "01-07", "LEAVE_SICK")]
    sick_at_first = [cancelled("m1", "01-06", reason="LEAVE_SICK"), missed("m1", "01-07")]

    assert tale([*story, *sick_at_last], "missed-streak") == [
        "2027-01-06 12:00 raised red",
        "2027-01-07 12:00 resolved no_longer_true",
    ]
    assert raises([*story, *sick_at_first], "missed-streak")[0].evidence == ("e4", "e5")


def test_what_was_never_scheduled_cannot_fail() -> None:
    story = [*begun(missed_streak=1), missed("m1", "01-07")]

    assert tale(story, "missed-streak") == []
    assert tale([*story, scheduled("m1", at("01-08"), at("01-06"))], "missed-streak") != []


def test_a_disputed_miss_is_no_failure_until_it_is_confirmed() -> None:
    story = [
        *begun(missed_streak=1),
        scheduled("m1", at("01-05"), at("01-06")),
        missed("m1", "01-07"),
        meeting("m1", "Disputed", at("01-08")),
        meeting("m1", "Confirmed", at("01-09")),
    ]

    assert tale(story, "missed-streak") == [
        "2027-01-07 12:00 raised red",
        "2027-01-08 12:00 resolved no_longer_true",
        "2027-01-09 12:00 raised red",
    ]


def test_a_conflict_is_to_be_answered_within_two_days() -> None:
    # Raised on the 6th: the 7th and the 8th pass.
    story = [
        *begun(),
        scheduled("m1", at("01-05"), at("01-20")),
        conflict("c1", "m1", "01-06"),
        fact("ConflictAnswered", at("01-10"), conflict_id="c1"),
    ]

    assert tale(story, "conflict-unanswered") == [
        "2027-01-09 raised red",
        "2027-01-10 12:00 resolved answered",
    ]


def test_a_conflict_about_a_meeting_that_is_not_ahead_needs_no_answer() -> None:
    story = [
        *begun(),
        scheduled("m1", at("01-05"), at("01-20")),
        conflict("c1", "m1", "01-06"),
        conflict("c2", "unheard-of", "01-06"),
        cancelled("m1", "01-07"),
    ]

    assert tale(story, "conflict-unanswered") == []


def test_the_conflict_raised_first_comes_first() -> None:
    story = [
        *begun(),
        scheduled("m1", at("01-05"), at("01-20")),
        conflict("c2", "m1", "01-06"),
        conflict("c1", "m1", "01-06"),
        fact("ConflictAnswered", at("01-10"), conflict_id="c2"),
    ]

    assert [raised.basis for raised in raises(story, "conflict-unanswered")] == ["c2", "c1"]
