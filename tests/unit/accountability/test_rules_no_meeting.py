"""`no-meeting`. Every two weeks: watch after 21 days, red 28, managers 42, decision 56.

Before the first meeting watch is after 14 days. "After 14 days from the 4th" is the beginning of
the 19th: fourteen whole days, the 5th to the 18th, have passed.
"""

from decimal import Decimal

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

RULE = "no-meeting"


def test_whoever_never_meets_is_warned_after_first_meeting_days_then_level_by_level() -> None:
    assert tale(begun(), RULE) == [
        "2027-01-19 raised watch",
        "2027-02-02 escalated red",
        "2027-02-16 escalated managers",
        "2027-03-02 escalated decision",
    ]


def test_the_basis_without_a_meeting_is_the_start_and_its_evidence_the_activation() -> None:
    (raised,) = raises(begun(), RULE)

    assert (raised.basis, raised.evidence) == ("start", ("e2",))


def test_each_level_tells_whom_it_is_for() -> None:
    assert tells(begun(), RULE) == [
        ["mentee", "mentor"],
        ["administrator"],
        ["mentor_manager", "mentee_manager"],
        ["administrator"],
    ]


def test_after_a_meeting_watch_is_after_one_and_a_half_cadences() -> None:
    # Met on the 10th: 21 days from it end with the 31st, 28 days with 7 February.
    story = [*begun(), held("m1", at("01-10"))]

    assert tale(story, RULE) == [
        "2027-02-01 raised watch",
        "2027-02-08 escalated red",
        "2027-02-22 escalated managers",
        "2027-03-08 escalated decision",
    ]
    assert raises(story, RULE)[0].evidence == ("e3",)


def test_nobody_is_late_before_they_may_start() -> None:
    story = [proposed(at("01-01")), activated(at("01-04"), starts_on="2027-02-01")]

    assert tale(story, RULE)[0] == "2027-02-16 raised watch"


def test_the_basis_is_the_latest_meeting_and_of_equals_the_greater_id() -> None:
    story = [
        *begun(),
        held("b", at("01-11"), at("01-10")),
        held("a", at("01-11"), at("01-10")),
        held("c", at("01-11"), at("01-09")),
    ]

    assert raises(story, RULE)[0].basis == "b"


def test_factors_are_exact_decimals_rounded_up_to_whole_days() -> None:
    # 2.2 times 25 is 55, and not the 56 that binary arithmetic makes of it.
    story = [
        proposed(at("01-01"), watch_factor=Decimal("2.2")),
        activated(at("01-04"), cadence_days=25),
        held("m1", at("01-10")),
    ]

    assert tale(story, RULE)[0] == "2027-03-07 raised watch"


def test_red_comes_a_week_after_watch_however_quick_the_rhythm() -> None:
    # Every two days: watch after 3, red not after 4 but after 10 days from the 10th.
    story = [
        proposed(at("01-01")),
        activated(at("01-04"), cadence_days=2),
        held("m1", at("01-10")),
    ]

    assert tale(story, RULE)[:2] == ["2027-01-14 raised watch", "2027-01-21 escalated red"]


def test_the_decision_waits_for_its_multiple_of_the_cadence() -> None:
    # Five cadences of 14 days are longer than 56: 70 days from the 10th.
    story = [
        proposed(at("01-01"), decision_factor=5),
        activated(at("01-04")),
        held("m1", at("01-10")),
    ]

    assert tale(story, RULE)[-1] == "2027-03-22 escalated decision"


def test_a_planned_meeting_puts_off_watch_until_a_day_after_it_but_not_red() -> None:
    # Watch is due on 1 February, red on the 8th. The meeting of the 3rd ends the silence:
    # one whole day later it is the 5th.
    story = [*begun(), held("m1", at("01-10")), scheduled("m2", at("01-11"), at("02-03"))]

    assert tale(story, RULE)[:2] == ["2027-02-05 raised watch", "2027-02-08 escalated red"]


def test_a_meeting_before_watch_or_on_the_day_of_red_puts_off_nothing() -> None:
    met = [*begun(), held("m1", at("01-10"))]
    before = scheduled("m2", at("01-11"), at("01-31"))
    on_red = scheduled("m3", at("01-11"), at("02-08"))

    assert tale([*met, before, on_red], RULE)[0] == "2027-02-01 raised watch"


def test_a_meeting_on_the_eve_of_red_has_a_day_to_be_reported() -> None:
    # The eve is the 7th; a day after it is the 9th, and red, of the 8th, waits for it.
    story = [*begun(), held("m1", at("01-10")), scheduled("m2", at("01-11"), at("02-07"))]

    assert tale(story, RULE)[:2] == ["2027-02-09 raised watch", "2027-02-09 escalated red"]


def test_the_earliest_meeting_from_watch_on_counts() -> None:
    story = [
        *begun(),
        held("m1", at("01-10")),
        scheduled("m2", at("01-11"), at("02-04")),
        scheduled("m3", at("01-11"), at("02-01")),
        scheduled("m4", at("01-11"), at("01-20")),
    ]

    assert tale(story, RULE)[0] == "2027-02-03 raised watch"


def test_a_disputed_meeting_goes_to_the_administrator_before_it_goes_to_the_managers() -> None:
    # The disputed one of the 20th does not end the silence since the 10th, but the managers
    # hear of it only 42 days after the 20th: on 4 March; the decision 56 days after: the 18th.
    story = [
        *begun(),
        held("m1", at("01-10")),
        held("m2", at("01-20")),
        meeting("m2", "Disputed", at("01-21")),
    ]

    assert tale(story, RULE) == [
        "2027-02-01 raised watch",
        "2027-02-08 escalated red",
        "2027-03-04 escalated managers",
        "2027-03-18 escalated decision",
    ]


def test_a_quicker_rhythm_does_not_accuse_the_past() -> None:
    # From 28 days to 14 on 1 March: 21 days from that date.
    story = [
        proposed(at("01-01")),
        activated(at("01-04"), cadence_days=28),
        held("m1", at("02-01")),
        replaced(at("03-01"), cadence_days=14),
    ]

    assert tale(story, RULE)[0] == "2027-03-23 raised watch"


def test_a_slower_rhythm_counts_from_the_last_meeting() -> None:
    # 42 days from 10 January are over on 22 February.
    story = [*begun(), held("m1", at("01-10")), replaced(at("01-12"), cadence_days=28)]

    assert tale(story, RULE)[0] == "2027-02-22 raised watch"


def test_a_pause_moves_what_is_due() -> None:
    # Ten paused days, 20 to 29 January, move everything by ten.
    pause = fact("PartnershipPaused", at("01-19"), paused_on="2027-01-20", resumes_on="2027-01-30")

    assert tale([*begun(), held("m1", at("01-10")), pause], RULE)[0] == "2027-02-11 raised watch"


def test_a_resumption_ends_the_pauses_that_had_begun_and_no_other() -> None:
    # Of 12 to 21 January the 12th and 13th stay paused; of 25 to 26, all; 9 and 10 are over
    # before. Four days that count for nothing: 21 days end with 4 February.
    pauses = [
        fact(
            "PartnershipPaused",
            at("01-11"),
            paused_on=f"2027-01-{first}",
            resumes_on=f"2027-01-{end}",
        )
        for first, end in (("12", "22"), ("25", "27"), ("09", "11"))
    ]
    resumed = fact("PartnershipResumed", at("01-14"), resumed_on="2027-01-14")
    story = [*begun(), held("m1", at("01-10")), *pauses, resumed]

    assert tale(story, RULE)[0] == "2027-02-05 raised watch"


def test_a_meeting_reported_anew_is_not_disputed_any_more() -> None:
    story = [
        *begun(),
        held("m1", at("01-10")),
        meeting("m1", "Disputed", at("01-11")),
        held("m1", at("01-12"), at("01-10")),
    ]

    assert tale(story, RULE)[0] == "2027-02-01 raised watch"


def test_in_the_quiet_days_before_the_end_nothing_is_due_any_more() -> None:
    # Watch is due on 1 February. Seven quiet days before the 8th: the 1st is the last.
    met = held("m1", at("01-10"))
    on_the_last = [proposed(at("01-01")), activated(at("01-04"), ends_on="2027-02-08"), met]
    a_day_later = [proposed(at("01-01")), activated(at("01-04"), ends_on="2027-02-07"), met]

    assert tale(on_the_last, RULE) == ["2027-02-01 raised watch"]
    assert tale(a_day_later, RULE) == []


def test_days_are_local() -> None:
    # In Auckland (UTC+13 in summer) noon UTC of the 10th is already the 11th.
    story = [*begun("Pacific/Auckland"), held("m1", at("01-10"))]

    assert tale(story, RULE)[0] == "2027-02-01 11:00 raised watch"


def test_nothing_is_said_before_the_activation_or_from_the_end_on() -> None:
    ended = fact("PartnershipEnded", at("01-05"))

    assert tale([proposed(at("01-01"))], RULE) == []
    assert tale([*begun(), ended], RULE) == []
