"""`agreement-stalled`, `check-in-overdue`, `no-progress` and `not-ended`."""

from services.accountability.facts import Fact
from tests.unit.accountability.story import (
    activated,
    at,
    begun,
    check_in,
    fact,
    proposed,
    raises,
    replaced,
    tale,
    tells,
)


def talked(role: str, day: str) -> Fact:
    return check_in(at(day), role)


def goal(goal_id: str, day: str) -> Fact:
    return fact("GoalSet", at(day), goal_id=goal_id)


def progress(goal_id: str, level: int, day: str) -> Fact:
    return fact("ProgressReported", at(day), goal_id=goal_id, level=level)


def test_a_proposal_stalls_after_21_days_and_turns_red_after_42() -> None:
    # 21 days from the 1st: the 2nd to the 22nd of January have passed.
    story = [proposed(at("01-01"))]

    assert tale(story, "agreement-stalled") == [
        "2027-01-23 raised watch",
        "2027-02-13 escalated red",
    ]
    assert tells(story, "agreement-stalled") == [["administrator"], ["administrator"]]
    assert raises(story, "agreement-stalled")[0].basis == "proposed"


def test_the_activation_ends_the_stall() -> None:
    story = [proposed(at("01-01")), activated(at("02-01"))]

    assert tale(story, "agreement-stalled")[-1] == "2027-02-01 12:00 resolved activated"


def test_both_levels_of_one_instant_are_said_one_after_the_other() -> None:
    story = [proposed(at("01-01"), stalled_agreement_days=0)]

    assert tale(story, "agreement-stalled") == [
        "2027-01-02 raised watch",
        "2027-01-02 escalated red",
    ]


def test_the_first_check_in_is_overdue_seven_days_after_its_day() -> None:
    # The 14th day from the 4th is the 18th; the 19th to the 25th pass.
    (raised,) = raises(begun(), "check-in-overdue")

    assert tale(begun(), "check-in-overdue") == ["2027-01-26 raised red"]
    assert (raised.basis, raised.evidence) == ("check-in-1", ("e2",))


def test_a_check_in_is_done_with_both_from_seven_days_before_its_day() -> None:
    # From the 11th on. The second check-in falls on 3 February (30 days), due on the 11th.
    done = [*begun(), talked("mentor", "01-11"), talked("mentee", "01-20")]
    too_early = [*begun(), talked("mentor", "01-10"), talked("mentee", "01-20")]
    only_one = [*begun(), talked("mentee", "01-12")]

    assert raises(done, "check-in-overdue")[0].basis == "check-in-2"
    assert tale(done, "check-in-overdue") == ["2027-02-11 raised red"]
    assert raises(too_early, "check-in-overdue")[0].basis == "check-in-1"
    assert raises(only_one, "check-in-overdue")[0].basis == "check-in-1"


def test_after_the_last_of_the_days_check_ins_follow_at_a_distance() -> None:
    # Days 14, then 74 and 134: 18 January, 19 March, 18 May; overdue after the 25th.
    done = [talked("mentor", "03-19"), talked("mentee", "03-19")]
    story = [
        proposed(at("01-01"), check_in_days=[14], check_in_every_days=60),
        activated(at("01-04")),
        *done,
    ]

    assert tale(story, "check-in-overdue")[-1] == "2027-05-26 raised red"
    assert raises(story, "check-in-overdue")[-1].basis == "check-in-3"


def test_after_the_last_check_in_and_after_the_end_there_is_none() -> None:
    story = [
        proposed(at("01-01"), check_in_days=[14], check_in_every_days=0),
        activated(at("01-04")),
        talked("mentor", "01-18"),
        talked("mentee", "01-18"),
    ]
    short = [proposed(at("01-01")), activated(at("01-04"), ends_on="2027-01-17")]

    assert tale(story, "check-in-overdue") == []
    assert tale(short, "check-in-overdue") == []


def test_paused_days_do_not_count_towards_a_check_in() -> None:
    # Ten paused days: the 14th day that counts is the 28th, due on 5 February.
    pause = fact("PartnershipPaused", at("01-05"), paused_on="2027-01-10", resumes_on="2027-01-20")

    assert tale([*begun(), pause], "check-in-overdue") == ["2027-02-05 raised red"]


def test_without_a_word_of_progress_the_pair_hears_of_it_after_sixty_days() -> None:
    # 60 days from 4 January are over with 5 March.
    assert tale(begun(), "no-progress") == ["2027-03-06 raised watch"]
    assert tells(begun(), "no-progress") == [["mentee", "mentor"]]


def test_progress_is_counted_from_the_last_word_or_the_last_goal() -> None:
    reported = [*begun(), goal("g1", "01-05"), progress("g1", 1, "02-01")]

    assert tale(reported, "no-progress") == ["2027-04-03 raised watch"]
    assert raises(reported, "no-progress")[0].basis == "e4"
    assert tale([*reported, goal("g2", "02-11")], "no-progress") == ["2027-04-13 raised watch"]


def test_with_every_goal_reached_there_is_nothing_left_to_report() -> None:
    one = [*begun(), goal("g1", "01-05"), goal("g2", "01-05"), progress("g1", 4, "01-06")]
    both = [*one, progress("g2", 4, "01-06")]
    fallen_back = [*both, progress("g1", 3, "01-07")]

    assert tale(one, "no-progress") != []
    assert tale(both, "no-progress") == []
    assert tale(fallen_back, "no-progress") != []


def test_seven_days_after_its_last_day_somebody_has_to_say_how_it_ended() -> None:
    # The last day is 31 December 2027: 1 to 7 January have passed.
    assert tale(begun(), "not-ended") == ["2028-01-08 raised red"]
    assert raises(begun(), "not-ended")[0].evidence == ("e2",)


def test_an_extension_moves_the_end_and_is_the_evidence() -> None:
    story = [*begun(), replaced(at("12-01"), ends_on="2028-03-31")]

    assert tale(story, "not-ended") == ["2028-04-08 raised red"]
    assert raises(story, "not-ended")[0].evidence == ("e3",)
