"""Planning meetings: the mentee schedules, either of the pair moves or cancels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.partnerships.partnership.asking import Actor, AskedBy, active, partner
from services.partnerships.partnership.meetings import (
    known_meeting,
    overlapping,
    require_pending,
)
from services.partnerships.partnership.slots import is_occurrence, occurrences
from services.partnerships.partnership.state import Active, State, agreement
from shared.errors import DomainError
from shared.events.event import written
from shared.events.partnerships import (
    MeetingCancelled,
    MeetingRescheduled,
    MeetingScheduled,
    PartnershipEvent,
)
from shared.events.reasons import Reason


class MenteeSchedulesError(DomainError):
    rule = "mentee-schedules"


class MeetingExistsError(DomainError):
    rule = "meeting-exists"


class MeetingInPastError(DomainError):
    rule = "meeting-in-past"


class UnknownSlotError(DomainError):
    rule = "unknown-slot"


class OutsideSlotError(DomainError):
    rule = "outside-slot"


class MeetingsOverlapError(DomainError):
    rule = "meetings-overlap"


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    meeting_id: UUID
    starts_at: datetime
    minutes: int
    slot: int | None


@dataclass(frozen=True, kw_only=True)
class ScheduleMeeting(AskedBy):
    meeting: NewMeeting


@dataclass(frozen=True, kw_only=True)
class MoveMeeting(AskedBy):
    meeting_id: UUID
    starts_at: datetime
    minutes: int
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class CancelMeeting(AskedBy):
    """`replacement` is the meeting that the mentee schedules instead, in the same breath."""

    meeting_id: UUID
    reason: Reason
    replacement: NewMeeting | None = None


def schedule_meeting(command: ScheduleMeeting, state: State) -> Sequence[PartnershipEvent]:
    return [_schedule(command, active(state), command.meeting)]


def move_meeting(command: MoveMeeting, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    require_pending(known_meeting(current, command.meeting_id))
    _require_future(command.starts_at, command.moment)
    _require_free(current, command.starts_at, command.minutes, besides=command.meeting_id)
    return [
        MeetingRescheduled(
            meeting_id=command.meeting_id,
            starts_at=command.starts_at,
            minutes=command.minutes,
            by=command.by.person_id,
            reason=command.reason,
        )
    ]


def cancel_meeting(command: CancelMeeting, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    require_pending(known_meeting(current, command.meeting_id))
    cancelled = MeetingCancelled(
        meeting_id=command.meeting_id, by=command.by.person_id, reason=command.reason
    )
    # What makes things better comes first, so that no rule sees a pair without a next meeting.
    return [*_replacement(command, current), cancelled]


def _replacement(command: CancelMeeting, state: Active) -> Sequence[PartnershipEvent]:
    if command.replacement is None:
        return []
    return [_schedule(command, state, command.replacement, instead_of=command.meeting_id)]


def _schedule(
    command: AskedBy, state: Active, new: NewMeeting, instead_of: UUID | None = None
) -> MeetingScheduled:
    _require_mentee(state, command.by)
    if new.meeting_id in state.meetings:
        raise MeetingExistsError("This meeting_id is taken: give another, or none.")
    _require_future(new.starts_at, command.moment)
    _require_slot(state, new)
    _require_free(state, new.starts_at, new.minutes, besides=instead_of)
    return MeetingScheduled(
        meeting_id=new.meeting_id,
        starts_at=new.starts_at,
        minutes=new.minutes,
        slot=new.slot,
        by=command.by.person_id,
    )


def _require_mentee(state: Active, actor: Actor) -> None:
    if partner(state.pair, actor) != "mentee":
        raise MenteeSchedulesError("By the agreement the mentee schedules the meetings.")


def _require_future(starts_at: datetime, moment: datetime) -> None:
    if starts_at <= moment:
        raise MeetingInPastError(
            f"A meeting is planned for later than {written(moment)}; one that took place "
            "is reported as held, with or without a schedule."
        )


def _require_slot(state: Active, new: NewMeeting) -> None:
    if new.slot is None:
        return
    slots = agreement(state).slots
    if not 0 <= new.slot < len(slots):
        raise UnknownSlotError(
            f"The agreement commits slots 0 to {len(slots) - 1}; null is a time outside of them."
        )
    if not is_occurrence(slots[new.slot], new.starts_at):
        after = occurrences(slots[new.slot], new.starts_at, new.starts_at + timedelta(days=70))
        raise OutsideSlotError(
            f"Slot {new.slot} next falls on {written(next(after))}; "
            "for a time outside of the slots, slot is null."
        )


def _require_free(
    state: Active, starts_at: datetime, minutes: int, besides: UUID | None = None
) -> None:
    if overlapping(state, starts_at, minutes, besides):
        raise MeetingsOverlapError(
            "The two have another meeting at this time: choose a free time, or move that one."
        )
