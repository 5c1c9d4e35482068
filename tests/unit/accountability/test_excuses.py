"""The excuse, and the facts beside it."""

from services.accountability.excuses.beside import FactsBeside, facts_beside
from services.accountability.excuses.excuse import excuses
from tests.reference.facts import instant
from tests.support.histories.wire import identity
from tests.unit.accountability.pairs import Telling

NOW = instant("2027-02-03T12:00:00Z")


def beside(telling: Telling) -> FactsBeside:
    return facts_beside(telling.story(), [], NOW)


def days(facts: FactsBeside) -> list[int]:
    return [slot.starts_at.day for slot in facts.slots]


def test_the_slots_since_the_last_held_meeting_are_listed_with_who_signed_them() -> None:
    facts = beside(Telling().meet(1, "2027-01-15T09:00:00Z"))
    assert days(facts) == [22, 29]
    (agreement,) = facts.agreements
    assert {slot.agreement_version for slot in facts.slots} == {agreement.agreement_version}
    assert [signature.role for signature in agreement.signatures] == [
        "mentor",
        "mentee",
        "mentor_manager",
        "mentee_manager",
    ]
    assert agreement.signatures[0].signed_at == instant("2027-01-02T10:00:00Z")


def test_without_a_held_meeting_the_slots_since_they_could_start_are_listed() -> None:
    assert days(beside(Telling())) == [8, 15, 22, 29]


def test_the_slots_of_the_next_14_days_are_listed() -> None:
    assert [slot.starts_at.day for slot in beside(Telling()).slots_ahead] == [5, 12]


def test_who_moved_a_meeting_with_what_notice_is_listed() -> None:
    telling = Telling().meet(1, "2027-01-15T09:00:00Z")
    telling.plan(2, "2027-01-22T09:00:00Z", at="2027-01-16T09:00:00Z")
    telling.move(2, "2027-01-29T09:00:00Z", at="2027-01-22T07:00:00Z")
    scheduled, moved = beside(telling).meetings
    assert (scheduled.what, scheduled.notice_hours) == ("scheduled", None)
    assert (moved.what, moved.notice_hours, moved.reason) == ("moved", 2.0, "TRAVEL")
    assert moved.moved_from == instant("2027-01-22T09:00:00Z")


def test_a_conflict_that_was_raised_is_listed_with_its_answer() -> None:
    telling = Telling().plan(1, "2027-01-15T09:00:00Z", at="2027-01-10T09:00:00Z")
    claim = {"conflict_id": identity("c"), "meeting_id": identity("m1")}
    telling.say("ConflictRaised", "2027-01-12T09:00:00Z", **claim)
    assert beside(telling).conflicts[0].outcome is None
    telling.say("ConflictAnswered", "2027-01-12T10:00:00Z", conflict_id=identity("c"))
    assert beside(telling).conflicts[0].outcome == "upheld"


def test_what_happened_before_the_last_held_meeting_is_no_excuse() -> None:
    telling = Telling().plan(1, "2027-01-08T09:00:00Z", at="2027-01-05T09:00:00Z")
    telling.move(1, "2027-01-15T09:00:00Z", at="2027-01-07T09:00:00Z").meet(
        1, "2027-01-15T09:00:00Z"
    )
    facts = beside(telling)
    assert (facts.meetings, facts.conflicts) == ([], [])


def test_a_pause_is_listed_and_its_slots_are_not() -> None:
    telling = Telling().say(
        "PartnershipPaused", "2027-01-05T08:00:00Z", paused_on="2027-01-11", resumes_on="2027-01-25"
    )
    facts = beside(telling)
    assert days(facts) == [8, 29]
    assert [(absence.what, absence.from_on.day) for absence in facts.absences] == [("paused", 11)]


def test_only_reasons_of_time_are_held_against_the_facts() -> None:
    telling = Telling().say("SilenceExplained", "2027-02-01T09:00:00Z", reason="TIME_WORKLOAD")
    telling.say("SilenceExplained", "2027-02-02T09:00:00Z", reason="PRIVATE")
    telling.say("CheckInRecorded", "2027-02-02T09:00:00Z", obstacle="TRAVEL")
    telling.say("CheckInRecorded", "2027-02-02T09:00:00Z", obstacle=None)
    found = [(excuse.reason, excuse.of_time) for excuse in excuses(telling.story().facts)]
    assert found == [("TIME_WORKLOAD", True), ("PRIVATE", False), ("TRAVEL", True)]


def test_a_slot_keeps_its_local_time_across_the_change_of_clocks() -> None:
    telling = Telling().meet(1, "2027-03-19T09:00:00Z")
    facts = facts_beside(telling.story(), [], instant("2027-04-03T12:00:00Z"))
    assert [slot.starts_at.hour for slot in facts.slots] == [9, 8]
