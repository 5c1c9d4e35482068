"""Where somebody gave a reason, and which of those the facts can be held against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.accountability.story.known import Known
from shared.events.partnerships import (
    CheckInRecorded,
    MeetingCancelled,
    MeetingMissed,
    MeetingRescheduled,
    SilenceExplained,
)
from shared.events.reasons import TIME, Reason


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """A reason as it was given; `of_time` says that the facts belong beside it."""

    event_id: UUID
    event: str
    by: UUID
    reason: Reason
    of_time: bool
    given_at: datetime
    next_meeting_on: date | None


def excuses(facts: Sequence[Known]) -> Iterator[Excuse]:
    for known in facts:
        given = _given(known)
        if given is not None:
            yield given


def _given(known: Known) -> Excuse | None:
    match known.event:
        case SilenceExplained(by=by, reason=reason, next_meeting_on=on):
            return _excuse(known, by, reason, on)
        case MeetingCancelled(by=by, reason=reason) | MeetingRescheduled(by=by, reason=reason):
            return _excuse(known, by, reason)
        case MeetingMissed(reported_by=by, reason=reason):
            return _excuse(known, by, reason)
        case CheckInRecorded(by=by, obstacle=reason) if reason is not None:
            return _excuse(known, by, reason)
        case _:
            return None


def _excuse(known: Known, by: UUID, reason: Reason, on: date | None = None) -> Excuse:
    return Excuse(
        event_id=known.id,
        event=type(known.event).__name__,
        by=by,
        reason=reason,
        of_time=reason in TIME,
        given_at=known.at,
        next_meeting_on=on,
    )
