"""Planning meetings: who, when, and what is no longer planned."""

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from services.partnerships.partnership.asking import NotActiveError, NotOfThePairError
from services.partnerships.partnership.decider import Command
from services.partnerships.partnership.meetings import (
    MeetingCancelledError,
    MeetingReportedError,
    NotScheduledError,
    UnknownMeetingError,
)
from services.partnerships.partnership.scheduling import (
    CancelMeeting,
    MeetingExistsError,
    MeetingInPastError,
    MeetingsOverlapError,
    MenteeSchedulesError,
    MoveMeeting,
    NewMeeting,
    OutsideSlotError,
    UnknownSlotError,
)
from shared.errors import DomainError
from shared.events.partnerships import MeetingCancelled, MeetingRescheduled, MeetingScheduled
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
    SCHEDULE,
    TUESDAY,
    WEEK,
    drafted,
    held,
    schedule,
    scheduled,
)
from tests.unit.partnerships.spec import given

MOVE = MoveMeeting(
    now=NOW, by=MENTOR, meeting_id=MEETING, starts_at=TUESDAY + DAY, minutes=30, reason="TRAVEL"
)
CANCEL = CancelMeeting(now=NOW, by=MENTOR, meeting_id=MEETING, reason="TRAVEL")
INSTEAD = NewMeeting(meeting_id=OTHER_MEETING, starts_at=TUESDAY + HOUR / 2, minutes=60, slot=None)
MOVED = MeetingRescheduled(
    meeting_id=MEETING,
    starts_at=TUESDAY + DAY,
    minutes=30,
    by=MENTOR.person_id,
    reason="TRAVEL",
)
CANCELLED = MeetingCancelled(meeting_id=MEETING, by=MENTOR.person_id, reason="TRAVEL")


def test_the_mentee_schedules_in_a_slot_or_outside_of_them() -> None:
    given(*ACTIVE).when(SCHEDULE).then(scheduled())
    given(*ACTIVE).when(schedule(TUESDAY + HOUR)).then(scheduled(MEETING, TUESDAY + HOUR, None))


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (replace(SCHEDULE, by=MENTOR), MenteeSchedulesError),
        (replace(SCHEDULE, by=MENTOR_MANAGER), NotOfThePairError),
        (replace(SCHEDULE, by=ADMINISTRATOR), NotOfThePairError),
        (schedule(NOW), MeetingInPastError),
        (schedule(TUESDAY, slot=1), UnknownSlotError),
        (schedule(TUESDAY, slot=-1), UnknownSlotError),
        (schedule(TUESDAY + HOUR, slot=0), OutsideSlotError),
        (MOVE, UnknownMeetingError),
        (CANCEL, UnknownMeetingError),
    ],
)
def test_what_cannot_be_planned(command: Command, error: type[DomainError]) -> None:
    given(*ACTIVE).when(command).then_refused(error)


def test_no_meeting_before_all_four_have_signed() -> None:
    given(PROPOSED, drafted()).when(SCHEDULE).then_refused(NotActiveError, "mentor, mentee")


def test_what_was_agreed_earlier_can_be_said_later() -> None:
    late = replace(SCHEDULE, now=TUESDAY + DAY, happened_at=TUESDAY - DAY)
    given(*ACTIVE).when(late).then(scheduled())


def test_the_two_are_not_in_two_meetings_at_once() -> None:
    other = msgspec.structs.replace(scheduled(OTHER_MEETING, TUESDAY - HOUR / 2), slot=None)
    given(*ACTIVE, other).when(SCHEDULE).then_refused(MeetingsOverlapError)
    given(*ACTIVE, scheduled(), other).when(replace(MOVE, starts_at=TUESDAY)).then_refused(
        MeetingsOverlapError
    )
    given(*ACTIVE, scheduled(OTHER_MEETING, TUESDAY - HOUR)).when(SCHEDULE).then(scheduled())


def test_either_of_the_pair_moves_and_cancels() -> None:
    given(*ACTIVE, scheduled()).when(MOVE).then(MOVED)
    given(*ACTIVE, scheduled()).when(CANCEL).then(CANCELLED)
    given(*ACTIVE, scheduled()).when(replace(MOVE, by=MENTOR_MANAGER)).then_refused(
        NotOfThePairError
    )


def test_a_meeting_moves_into_the_future_and_may_overlap_itself() -> None:
    past = replace(MOVE, starts_at=NOW)
    given(*ACTIVE, scheduled()).when(past).then_refused(MeetingInPastError)
    later = replace(MOVE, starts_at=TUESDAY + HOUR / 2)
    assert len(given(*ACTIVE, scheduled()).when(later).events()) == 1


def test_a_cancelled_meeting_is_not_planned_any_more() -> None:
    cancelled = given(*ACTIVE, scheduled(), CANCELLED)
    cancelled.when(MOVE).then_refused(MeetingCancelledError, "schedule a new one")
    cancelled.when(CANCEL).then_refused(MeetingCancelledError)
    cancelled.when(SCHEDULE).then_refused(MeetingExistsError)


def test_a_reported_meeting_is_not_planned_any_more() -> None:
    reported = given(*ACTIVE, scheduled(), held())
    reported.when(MOVE).then_refused(MeetingReportedError)
    reported.when(CANCEL).then_refused(MeetingReportedError)


def test_a_meeting_that_was_never_planned_is_not_moved() -> None:
    given(*ACTIVE, held()).when(MOVE).then_refused(NotScheduledError)


def test_a_new_meeting_comes_before_the_old_one_goes() -> None:
    instead = replace(CANCEL, by=MENTEE, replacement=INSTEAD)
    events = given(*ACTIVE, scheduled()).when(instead).events()
    assert [type(event) for event in events] == [MeetingScheduled, MeetingCancelled]


def test_only_the_mentee_schedules_a_replacement() -> None:
    instead = replace(CANCEL, replacement=INSTEAD)
    given(*ACTIVE, scheduled()).when(instead).then_refused(MenteeSchedulesError)
    again = replace(CANCEL, by=MENTEE, replacement=replace(INSTEAD, meeting_id=MEETING))
    given(*ACTIVE, scheduled()).when(again).then_refused(MeetingExistsError)


def test_a_slot_is_that_of_the_agreement_in_force() -> None:
    summer = datetime(2027, 3, 30, 7, tzinfo=UTC)
    given(*ACTIVE).when(schedule(summer, slot=0)).then(scheduled(MEETING, summer))
    given(*ACTIVE).when(schedule(TUESDAY + 3 * WEEK, slot=0)).then_refused(
        OutsideSlotError, "2027-04-06T07:00:00"
    )
