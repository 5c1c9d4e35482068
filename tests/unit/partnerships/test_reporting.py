"""Scheduled is not held: reports, their confirmation, disputes and retraction."""

from dataclasses import replace
from functools import partial

import pytest

from services.partnerships.partnership.asking import Actor, NotActiveError, NotOfThePairError
from services.partnerships.partnership.confirming import (
    AlreadyAnsweredError,
    ConfirmMeeting,
    DisputeMeeting,
    NotReportedError,
    OwnReportError,
    ReportOfAnotherError,
    RetractReport,
)
from services.partnerships.partnership.decider import Command
from services.partnerships.partnership.meetings import (
    MeetingCancelledError,
    NotScheduledError,
    UnknownMeetingError,
)
from services.partnerships.partnership.reporting import (
    AlreadyReportedError,
    ContradictingReportError,
    ReportHeld,
    ReportInFutureError,
    ReportMissed,
)
from shared.errors import DomainError
from shared.events.partnerships import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingDisputed,
    MeetingMissed,
    MeetingRetracted,
)
from tests.unit.partnerships.examples import (
    ACTIVE,
    ADMINISTRATOR,
    DAY,
    HOUR,
    MEETING,
    MENTEE,
    MENTOR,
    MENTOR_MANAGER,
    NOW,
    OTHER_MEETING,
    PROPOSED,
    TUESDAY,
    held,
    scheduled,
)
from tests.unit.partnerships.spec import given

LAST = NOW - DAY
PLANNED = scheduled(MEETING, LAST, None)
HELD = ReportHeld(now=NOW, by=MENTOR, meeting_id=MEETING, started_at=LAST, minutes=60)
WITHOUT_PLAN = replace(HELD, scheduled=False)
MISSED = ReportMissed(now=NOW, by=MENTOR, meeting_id=MEETING, absent="mentee", reason="NO_SHOW")
WAS_MISSED = MeetingMissed(
    meeting_id=MEETING, absent="mentee", reported_by=MENTOR.person_id, reason="NO_SHOW"
)
CANCELLED = MeetingCancelled(meeting_id=MEETING, by=MENTOR.person_id, reason="TRAVEL")
CONFIRMED = MeetingConfirmed(meeting_id=MEETING, by=MENTEE.person_id)
DISPUTED = MeetingDisputed(meeting_id=MEETING, by=MENTEE.person_id)
RETRACTED = MeetingRetracted(meeting_id=MEETING, by=MENTOR.person_id)
confirm = partial(ConfirmMeeting, now=NOW, by=MENTEE, meeting_id=MEETING)
dispute = partial(DisputeMeeting, now=NOW, by=MENTEE, meeting_id=MEETING)
retract = partial(RetractReport, now=NOW, by=MENTOR, meeting_id=MEETING)


@pytest.mark.parametrize("by", [MENTOR, MENTEE])
def test_either_of_the_pair_reports(by: Actor) -> None:
    assert len(given(*ACTIVE, PLANNED).when(replace(HELD, by=by)).events()) == 1
    assert len(given(*ACTIVE, PLANNED).when(replace(MISSED, by=by)).events()) == 1


def test_a_report_is_what_was_said() -> None:
    given(*ACTIVE, PLANNED).when(HELD).then(held())
    given(*ACTIVE, PLANNED).when(MISSED).then(WAS_MISSED)


def test_a_meeting_may_have_been_held_without_a_schedule_and_after_it_was_cancelled() -> None:
    given(*ACTIVE).when(WITHOUT_PLAN).then(held())
    given(*ACTIVE, PLANNED, CANCELLED).when(HELD).then(held())


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (HELD, UnknownMeetingError),
        (MISSED, UnknownMeetingError),
        (replace(WITHOUT_PLAN, by=MENTOR_MANAGER), NotOfThePairError),
        (replace(WITHOUT_PLAN, by=ADMINISTRATOR), NotOfThePairError),
        (replace(WITHOUT_PLAN, started_at=NOW + HOUR), ReportInFutureError),
        (confirm(), UnknownMeetingError),
    ],
)
def test_what_cannot_be_reported(command: Command, error: type[DomainError]) -> None:
    given(*ACTIVE).when(command).then_refused(error)


def test_nothing_is_held_before_all_four_have_signed() -> None:
    given(PROPOSED).when(WITHOUT_PLAN).then_refused(NotActiveError)


def test_nothing_in_the_future_was_held_or_missed() -> None:
    ahead = given(*ACTIVE, scheduled())
    ahead.when(replace(HELD, started_at=TUESDAY)).then_refused(ReportInFutureError)
    ahead.when(MISSED).then_refused(ReportInFutureError)
    assert len(ahead.when(replace(MISSED, now=TUESDAY)).events()) == 1


def test_missed_needs_a_schedule() -> None:
    given(*ACTIVE, held(), RETRACTED).when(MISSED).then_refused(NotScheduledError)
    given(*ACTIVE, PLANNED, CANCELLED).when(MISSED).then_refused(MeetingCancelledError)


def test_a_report_does_not_contradict_another() -> None:
    reported = given(*ACTIVE, PLANNED, held())
    reported.when(MISSED).then_refused(ContradictingReportError)
    reported.when(replace(MISSED, by=MENTEE)).then_refused(ContradictingReportError)
    reported.when(replace(HELD, minutes=30)).then_refused(ContradictingReportError)
    reported.when(replace(HELD, by=MENTEE)).then_refused(AlreadyReportedError)
    missed = given(*ACTIVE, PLANNED, WAS_MISSED)
    missed.when(HELD).then_refused(ContradictingReportError)
    missed.when(MISSED).then_refused(AlreadyReportedError)


def test_a_disputed_report_still_stands() -> None:
    disputed = given(*ACTIVE, PLANNED, held(), DISPUTED)
    disputed.when(replace(MISSED, by=MENTEE)).then_refused(ContradictingReportError)
    disputed.when(retract()).then(RETRACTED)


def test_one_meeting_is_not_reported_as_two() -> None:
    twice = replace(WITHOUT_PLAN, meeting_id=OTHER_MEETING, started_at=LAST + HOUR / 2)
    given(*ACTIVE, held()).when(twice).then_refused(AlreadyReportedError, "confirm that one")
    assert len(given(*ACTIVE, held()).when(replace(twice, started_at=LAST + HOUR)).events()) == 1


def test_only_the_other_confirms_or_disputes() -> None:
    reported = given(*ACTIVE, PLANNED, held())
    reported.when(confirm()).then(CONFIRMED)
    reported.when(dispute()).then(DISPUTED)
    reported.when(confirm(by=MENTOR)).then_refused(OwnReportError)
    reported.when(dispute(by=MENTOR)).then_refused(OwnReportError)
    reported.when(confirm(by=MENTOR_MANAGER)).then_refused(NotOfThePairError)
    given(*ACTIVE, PLANNED).when(confirm()).then_refused(NotReportedError)


def test_the_other_may_think_again_but_not_say_it_twice() -> None:
    given(*ACTIVE, held(), DISPUTED).when(confirm()).then(CONFIRMED)
    given(*ACTIVE, held(), CONFIRMED).when(dispute()).then(DISPUTED)
    given(*ACTIVE, held(), CONFIRMED).when(confirm()).then_refused(AlreadyAnsweredError)
    given(*ACTIVE, held(), DISPUTED).when(dispute()).then_refused(AlreadyAnsweredError)


def test_one_takes_back_one_s_own_report() -> None:
    given(*ACTIVE, PLANNED, held()).when(retract()).then(RETRACTED)
    given(*ACTIVE, PLANNED, held()).when(retract(by=MENTEE)).then_refused(ReportOfAnotherError)
    given(*ACTIVE, PLANNED).when(retract()).then_refused(NotReportedError)


def test_after_a_retraction_the_meeting_is_as_scheduled_again() -> None:
    given(*ACTIVE, PLANNED, held(), CONFIRMED, RETRACTED).when(MISSED).then(WAS_MISSED)
    given(*ACTIVE, PLANNED, WAS_MISSED, RETRACTED).when(HELD).then(held())
