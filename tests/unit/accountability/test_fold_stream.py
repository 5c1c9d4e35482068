"""The stream: what is read of it, duplicates, gaps, unknown types, and time."""

from dataclasses import replace

import msgspec
import pytest

from services.accountability.calendar import tick
from services.accountability.case.state import Case
from services.accountability.facts import Fact, UnknownVersionError, UnreadableError
from services.accountability.fold import GapError, advance, begin, fold, next_due_at, step
from services.accountability.narrow import READ, PinnedPolicy
from shared.events.partnerships import VOCABULARY
from shared.events.terms import Policy
from tests.unit.accountability.story import (
    LATER,
    activated,
    at,
    begun,
    fact,
    held,
    numbered,
    proposed,
    tale,
)


@pytest.mark.parametrize("narrow", READ)
def test_what_is_read_is_what_is_published(narrow: type[msgspec.Struct]) -> None:
    published = VOCABULARY[f"mentoring.{narrow.__name__}.v1"]
    names = {field.encode_name for field in msgspec.structs.fields(published)}

    assert {field.encode_name for field in msgspec.structs.fields(narrow)} <= names


def test_the_pinned_policy_has_the_published_fields_and_defaults() -> None:
    assert msgspec.structs.asdict(PinnedPolicy()) == msgspec.structs.asdict(Policy())


def test_what_the_rules_do_not_read_may_hold_anything() -> None:
    story = [
        *begun(),
        replace(fact("AgreementSigned", at("01-05")), data=b"no JSON at all"),
        replace(fact("MeetingHeld", at("01-05")), type="mentoring.Unheard.v1", data=b"{"),
        held("not a UUID", at("01-10")),
    ]

    assert tale(story, "no-meeting")[0] == "2027-02-01 raised watch"


@pytest.mark.parametrize(
    "unreadable",
    [
        fact("MeetingHeld", at("01-05")),
        fact("MeetingHeld", at("01-05"), meeting_id="m1", started_at="2027-01-05T10:00:00"),
        proposed(at("01-05"), time_zone="Mars/Olympus"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(unreadable: Fact) -> None:
    case = begin("p")
    fold(case, numbered(begun()))
    before = msgspec.json.encode(case)

    with pytest.raises(UnreadableError):
        step(case, replace(unreadable, id="e3", sequence=3, recorded=at("06-01")))
    assert msgspec.json.encode(case) == before


def test_a_sequence_folded_before_touches_nothing_not_even_the_time() -> None:
    case = begin("p")
    fold(case, numbered(begun()))
    before = msgspec.json.encode(case)

    assert step(case, replace(held("m", at("06-01")), sequence=2)) == []
    assert msgspec.json.encode(case) == before


@pytest.mark.parametrize("sequence", [4, 0, -1])
def test_neither_the_next_nor_a_duplicate_is_a_gap(sequence: int) -> None:
    case = begin("p")
    fold(case, numbered(begun()))

    with pytest.raises(GapError, match=f"partnership-p: expected sequence 3, got {sequence}"):
        step(case, replace(held("m", at("06-01")), sequence=sequence))


def test_an_unknown_type_changes_nothing_but_the_time() -> None:
    # Recorded at noon of the 10th by a clock that was ahead; what is recorded next is no earlier.
    story = [*begun(), fact("Unheard", at("01-20")), fact("PartnershipEnded", at("01-10"))]

    assert tale(story, "no-meeting") == [
        "2027-01-19 raised watch",
        "2027-01-20 12:00 resolved ended",
    ]


def test_a_known_fact_in_an_unknown_version_is_refused_live_and_unknown_otherwise() -> None:
    newer = replace(held("m", at("01-10")), type="mentoring.MeetingHeld.v2", sequence=1)
    unknown = replace(newer, type="mentoring.Unheard.v2")

    with pytest.raises(UnknownVersionError):
        step(begin("p"), newer, live=True)
    assert step(begin("p"), newer) == step(begin("p"), unknown, live=True) == []


def test_what_happened_counts_from_when_it_happened_unless_that_is_later_than_known() -> None:
    told_late = proposed(at("01-05"))
    early = replace(told_late, time=at("01-01"))
    in_future = replace(told_late, time=at("03-01"))

    assert tale([early], "agreement-stalled")[0] == "2027-01-23 raised watch"
    assert tale([in_future], "agreement-stalled")[0] == "2027-01-27 raised watch"
    assert tale([replace(told_late, time=None)], "agreement-stalled")[0].startswith("2027-01-27")


def test_nothing_is_said_before_the_proposal() -> None:
    story = [activated(at("01-04")), held("m1", at("01-10")), proposed(at("02-03"))]

    assert tale(story, "no-meeting")[0] == "2027-02-03 12:00 raised watch"


def test_dates_known_before_the_zone_are_found_anew_with_it() -> None:
    # Noon UTC of the 10th is the 11th in Auckland.
    story = [
        activated(at("01-04")),
        held("m1", at("01-10")),
        proposed(at("01-11"), "Pacific/Auckland"),
    ]

    assert tale(story, "no-meeting")[0] == "2027-02-01 11:00 raised watch"


def test_nothing_is_said_from_the_end_on() -> None:
    story = [*begun(), fact("PartnershipEnded", at("01-05")), proposed(at("01-06"))]

    assert tale(story, "no-meeting") == []


def test_a_fact_recorded_after_until_is_not_known_yet() -> None:
    story = [*begun(), held("m1", at("01-19"))]

    assert tale(story, "no-meeting", at("01-19", "11:59")) == ["2027-01-19 raised watch"]
    assert len(tale(story, "no-meeting", at("01-19"))) == 2


def test_the_case_says_when_time_would_next_change_something() -> None:
    case = begin("p")
    facts = numbered(begun())

    assert next_due_at(case) is None
    fold(case, facts)
    assert next_due_at(case) == at("01-12", "00:00")
    advance(case, at("01-12", "00:00"))
    assert next_due_at(case) == at("01-19", "00:00")
    advance(case, LATER)
    assert next_due_at(case) is None
    assert case.advanced == tick(LATER)


def test_a_case_travels_as_json() -> None:
    case = begin("p")
    fold(case, numbered([*begun(), held("m1", at("01-10"))]), at("03-01"))

    assert msgspec.json.decode(msgspec.json.encode(case), type=Case) == case
