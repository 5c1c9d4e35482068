"""What has to be known of a meeting before it can be planned, reported or argued about."""

from datetime import datetime, timedelta
from uuid import UUID

from services.partnerships.partnership.state import Active, Meeting, is_pending
from shared.errors import DomainError


class UnknownMeetingError(DomainError):
    rule = "unknown-meeting"


class NotScheduledError(DomainError):
    rule = "meeting-not-scheduled"


class MeetingCancelledError(DomainError):
    rule = "meeting-cancelled"


class MeetingReportedError(DomainError):
    rule = "meeting-reported"


def known_meeting(state: Active, meeting_id: UUID) -> Meeting:
    meeting = state.meetings.get(meeting_id)
    if meeting is None:
        raise UnknownMeetingError("This partnership has no such meeting: schedule it first.")
    return meeting


def require_pending(meeting: Meeting) -> None:
    if meeting.plan is None:
        raise NotScheduledError(
            "The meeting was never scheduled: schedule one, or retract the report on it."
        )
    if meeting.cancelled:
        raise MeetingCancelledError("The meeting was cancelled: schedule a new one.")
    if meeting.report is not None:
        raise MeetingReportedError(
            "There is a report on the meeting: schedule a new one, or have the report retracted."
        )


def overlapping(
    state: Active, starts_at: datetime, minutes: int, besides: UUID | None = None
) -> bool:
    """Whether another pending meeting of the pair lies in this time."""
    ends_at = starts_at + timedelta(minutes=minutes)
    return any(
        plan.starts_at < ends_at and starts_at < plan.starts_at + timedelta(minutes=plan.minutes)
        for meeting in state.meetings.values()
        if is_pending(meeting) and meeting.meeting_id != besides and (plan := meeting.plan)
    )
