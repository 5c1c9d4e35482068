"""How an alert begins, changes its level and closes, and who is told."""

from uuid import uuid5

import pytest

from services.accountability.facts import Fact
from services.accountability.rules.raising import NAMESPACE, uuid5_text
from tests.unit.accountability.story import (
    activated,
    at,
    begun,
    check_in,
    fact,
    held,
    meeting,
    proposed,
    raises,
    replaced,
    say,
    scheduled,
    tale,
    tells,
)

WATCHED = ["2027-01-19 raised watch", "2027-02-02 escalated red"]
BEGUN = begun()


def pause(day: str, first: str, end: str) -> Fact:
    return fact("PartnershipPaused", at(day), paused_on=f"2027-{first}", resumes_on=f"2027-{end}")


def test_ids_name_partnership_rule_basis_and_how_often_it_was_raised_before() -> None:
    story = [*begun(), pause("01-12", "01-05", "01-10"), pause("01-20", "01-10", "01-12")]
    ids = [raised.alert_id for raised in raises(story, "no-next-meeting")]

    assert ids == [uuid5_text(f"p/no-next-meeting/start/{n}") for n in range(len(ids))]
    assert len(ids) == 2


def test_the_ids_are_uuids_of_version_5() -> None:
    assert uuid5_text("p/no-meeting/start/0") == str(uuid5(NAMESPACE, "p/no-meeting/start/0"))


def test_what_was_due_when_an_event_came_is_raised_by_it_at_the_highest_level_due() -> None:
    # The agreement ends in October; only on 1 December is it prolonged, when all is long due.
    story = [
        proposed(at("01-01")),
        activated(at("01-04"), ends_on="2027-01-20"),
        replaced(at("02-04")),
    ]
    (raised, *_) = raises(story, "no-meeting", at("02-05"))

    assert (raised.level, raised.due_at) == ("red", at("02-02", "00:00"))
    assert (raised.raised_at, raised.by_event) == (at("02-04"), "e3")
    assert raised.tell == ("mentee", "mentor", "administrator")


def test_what_time_did_has_no_event() -> None:
    (raised,) = raises(BEGUN, "no-meeting")

    assert raised.by_event is None
    assert raised.raised_at == raised.due_at


def test_a_pause_eases_an_alert_and_time_escalates_it_again() -> None:
    # Red since 2 February; ten paused days make watch due on 29 January, red on the 12th.
    story = [*BEGUN, pause("02-04", "01-10", "01-20")]

    assert tale(story, "no-meeting", at("02-13")) == [
        *WATCHED,
        "2027-02-04 12:00 eased watch",
        "2027-02-12 escalated red",
    ]
    assert tells(story, "no-meeting", at("02-13"))[-1] == ["administrator"]


def test_a_pause_that_was_shorter_escalates_at_once() -> None:
    # Paused from the 10th to 9 February, watch is due on the 19th: the 5th to the 9th and the
    # 10th to the 18th are fourteen days. Resumed on 12 January already, all but decision is due.
    story = [
        *BEGUN,
        pause("01-10", "01-10", "02-10"),
        fact("PartnershipResumed", at("02-20"), resumed_on="2027-01-12"),
    ]

    assert tale(story, "no-meeting", at("02-21")) == [
        "2027-02-19 raised watch",
        "2027-02-20 12:00 escalated managers",
    ]
    assert tells(story, "no-meeting", at("02-21"))[1] == [
        "administrator",
        "mentor_manager",
        "mentee_manager",
    ]


def test_a_level_that_comes_back_tells_only_its_own_roles_and_those_not_told() -> None:
    story = [*BEGUN, pause("02-04", "01-10", "01-20")]

    assert tells(story, "no-meeting", at("02-13")) == [
        ["mentee", "mentor"],
        ["administrator"],
        ["administrator"],
    ]


def test_a_closing_event_tells_everybody_who_was_told_in_that_order() -> None:
    story = [*BEGUN, held("m1", at("03-05"))]

    assert tells(story, "no-meeting", at("03-06"))[-1] == [
        "mentee",
        "mentor",
        "administrator",
        "mentor_manager",
        "mentee_manager",
    ]


MET = held("m1", at("01-10"))


@pytest.mark.parametrize(
    ("story", "rule", "closing"),
    [
        ([*BEGUN, held("m1", at("01-20"))], "no-meeting", "met"),
        ([*BEGUN, scheduled("m", at("01-13"), at("01-20"))], "no-next-meeting", "scheduled"),
        ([*BEGUN, scheduled("m", at("01-20"), at("01-21"))], "no-meeting", "scheduled"),
        ([proposed(at("01-01")), activated(at("01-25"))], "agreement-stalled", "activated"),
        ([*BEGUN, fact("PartnershipEnded", at("01-13"))], "no-next-meeting", "ended"),
        ([*BEGUN, replaced(at("01-20"), starts_on="2027-01-10")], "no-meeting", "terms_changed"),
        ([*BEGUN, pause("01-20", "01-10", "01-20")], "no-meeting", "terms_changed"),
        (
            [*BEGUN, fact("ProgressReported", at("03-07"), goal_id="g", level=1)],
            "no-progress",
            "progressed",
        ),
        ([*BEGUN, fact("GoalSet", at("03-07"), goal_id="g")], "no-progress", "no_longer_true"),
    ],
)
def test_the_event_that_closes_an_alert_is_the_reason(
    story: list[Fact], rule: str, closing: str
) -> None:
    assert tale(story, rule, at("03-08"))[1].endswith(f"resolved {closing}")


def test_both_talks_close_a_check_in() -> None:
    talks = [check_in(at("01-27"), who) for who in ("mentor", "mentee")]

    assert tale([*BEGUN, *talks], "check-in-overdue", at("01-28"))[-1].endswith("checked_in")


def test_an_alert_about_a_meeting_that_no_longer_counts_is_withdrawn() -> None:
    # The silence since the 10th is red; disputed, it is a silence since the start.
    story = [*BEGUN, MET, meeting("m1", "Disputed", at("02-09"))]

    assert tale(story, "no-meeting", at("02-10"))[2:] == [
        "2027-02-09 12:00 withdrawn basis_gone",
        "2027-02-09 12:00 raised red",
    ]
    assert [raised.basis for raised in raises(story, "no-meeting")] == ["m1", "start"]


@pytest.mark.parametrize("name", ["Retracted", "Missed"])
def test_a_meeting_retracted_or_missed_after_all_withdraws_every_alert_on_it(name: str) -> None:
    story = [*BEGUN, MET, meeting("m1", name, at("01-19"))]

    assert "2027-01-19 12:00 withdrawn basis_gone" in tale(story, "no-next-meeting")


def test_they_had_met_and_it_was_only_reported_late() -> None:
    # Watch was due at the beginning of the 19th; they had met on the 18th.
    story = [*BEGUN, held("m1", at("01-20"), at("01-18"))]

    assert tale(story, "no-meeting", at("01-21"))[-1] == (
        "2027-01-20 12:00 withdrawn late_evidence"
    )


def test_a_meeting_at_the_instant_of_the_due_time_is_not_late_evidence() -> None:
    story = [*BEGUN, held("m1", at("01-20"), at("01-19", "00:00"))]

    assert tale(story, "no-meeting", at("01-21"))[-1] == "2027-01-20 12:00 resolved met"


def test_a_confirmation_that_ends_a_dispute_is_late_evidence_too() -> None:
    story = [
        *BEGUN,
        held("m1", at("01-18")),
        meeting("m1", "Disputed", at("01-18", "13:00")),
        meeting("m1", "Confirmed", at("01-20")),
    ]

    assert tale(story, "no-meeting", at("01-21"))[-1] == (
        "2027-01-20 12:00 withdrawn late_evidence"
    )


def test_one_event_closes_one_alert_and_raises_the_next() -> None:
    # Reported on 1 March: a meeting of 15 January, 21 days after which were over long ago.
    story = [*BEGUN, held("m1", at("03-01"), at("01-15"))]
    said = say(story, "no-meeting", at("03-01", "13:00"))

    assert [type(event).__name__ for event in said[-2:]] == ["AlertWithdrawn", "AlertRaised"]


def test_a_due_time_that_only_moves_is_not_said() -> None:
    story = [*BEGUN, pause("01-25", "01-10", "01-11")]

    assert tale(story, "no-meeting", at("01-26")) == ["2027-01-19 raised watch"]
