"""What became of each meeting: pending, held, failed or none of these."""

from bisect import insort
from collections.abc import Callable
from typing import NamedTuple

from services.accountability.calendar import HOUR, Day, Tick, local_day, tick
from services.accountability.case.changes import FAILED, HELD, NOTHING, PENDING, Effect
from services.accountability.case.state import Blame, Case, Meeting, Report, Schedule
from services.accountability.narrow import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingDisputed,
    MeetingFact,
    MeetingHeld,
    MeetingMissed,
    MeetingRescheduled,
    MeetingRetracted,
    MeetingScheduled,
)
from shared.events.reasons import PROTECTED


class Cause(NamedTuple):
    """The fact being folded: what happened when, and when it was known."""

    event_id: str
    sequence: int
    at: Tick
    moment: Tick


class Standing(NamedTuple):
    """What one meeting means to the rules."""

    pending: Day | None = None
    held: tuple[Tick, str, Day] | None = None
    reported_held: Day | None = None
    failed: tuple[Tick, str] | None = None


def note_meeting(case: Case, fact: MeetingFact, cause: Cause) -> Effect:
    """Remember the fact; tell how the meeting now means something else to the rules."""
    meeting = case.schedule.meetings.setdefault(fact.meeting_id, Meeting())
    before = standing(fact.meeting_id, meeting)
    _change(case, meeting, fact, cause)
    after = standing(fact.meeting_id, meeting)
    if after != before:
        _forget(case.schedule, before)
        _enter(case.schedule, after)
    changes = NOTHING
    if before.pending != after.pending:
        changes |= PENDING
    if before[1:3] != after[1:3] or isinstance(fact, MeetingHeld):
        changes |= HELD
    if before.failed is not None or after.failed is not None:
        changes |= FAILED  # also where only the evidence became another
    gone = fact.meeting_id if before.held is not None and after.held is None else None
    return Effect(changes, gone)


def blames(meeting: Meeting) -> list[Blame]:
    """Name what makes the meeting fail, in stream order."""
    missed = meeting.report.missed if meeting.report and not meeting.disputed else None
    found = [blame for blame in (missed, meeting.late) if blame]
    return sorted(found, key=lambda blame: blame.sequence)


def standing(meeting_id: str, meeting: Meeting) -> Standing:
    report = meeting.report
    if report is not None and report.started_at is not None:
        if not meeting.disputed:
            held = (report.started_at, meeting_id, report.day)
            return Standing(held=held, reported_held=report.day)
        return Standing(failed=_failed(meeting_id, meeting), reported_held=report.day)
    pending = meeting.scheduled and report is None and not meeting.cancelled
    return Standing(pending=meeting.day if pending else None, failed=_failed(meeting_id, meeting))


def _failed(meeting_id: str, meeting: Meeting) -> tuple[Tick, str] | None:
    """Tell the place of a meeting that does not count as held among the failed, if it is one."""
    found = blames(meeting) if meeting.scheduled else []
    if not found or found[-1].protected or meeting.starts_at is None:
        return None
    return (meeting.starts_at, meeting_id)


def _change(case: Case, meeting: Meeting, fact: MeetingFact, cause: Cause) -> None:
    match fact:
        case MeetingScheduled() | MeetingRescheduled():
            meeting.scheduled = meeting.scheduled or isinstance(fact, MeetingScheduled)
            meeting.starts_at = tick(fact.starts_at)
            meeting.day = local_day(case.time_zone, meeting.starts_at)
        case MeetingHeld():
            started_at = tick(fact.started_at)
            day = local_day(case.time_zone, started_at)
            _report(meeting, Report(cause.event_id, started_at=started_at, day=day))
        case MeetingMissed():
            _report(meeting, Report(cause.event_id, missed=_blame(cause, fact.reason)))
        case MeetingCancelled():
            _cancel(case, meeting, fact, cause)
        case MeetingConfirmed() | MeetingDisputed():
            meeting.disputed = meeting.report is not None and isinstance(fact, MeetingDisputed)
        case MeetingRetracted():
            _report(meeting, None)


def _report(meeting: Meeting, report: Report | None) -> None:
    meeting.report = report
    meeting.disputed = False


def _cancel(case: Case, meeting: Meeting, fact: MeetingCancelled, cause: Cause) -> None:
    meeting.cancelled = True
    if meeting.starts_at is None or case.agreement is None:
        return  # no time or no notice was agreed, so none was broken
    if cause.moment > meeting.starts_at - case.agreement.notice_hours * HOUR:
        meeting.late = _blame(cause, fact.reason)


def _blame(cause: Cause, reason: str | None) -> Blame:
    return Blame(cause.event_id, cause.sequence, reason in PROTECTED)


def _forget(schedule: Schedule, was: Standing) -> None:
    if was.pending is not None:
        schedule.pending.remove(was.pending)
    if was.held is not None:
        schedule.held.remove(was.held)
    if was.failed is not None:
        schedule.failed.remove(was.failed)
    if was.reported_held is not None:
        schedule.reported_held.remove(was.reported_held)


def _enter(schedule: Schedule, now: Standing) -> None:
    if now.pending is not None:
        insort(schedule.pending, now.pending)
    if now.held is not None:
        insort(schedule.held, now.held)
    if now.failed is not None:
        insort(schedule.failed, now.failed)
    if now.reported_held is not None:
        insort(schedule.reported_held, now.reported_held)


def redate_meetings(schedule: Schedule, day_of: Callable[[Tick], Day]) -> None:
    """Find every date anew, in another time zone."""
    meetings = schedule.meetings
    schedule.pending, schedule.held, schedule.failed, schedule.reported_held = [], [], [], []
    for meeting_id, meeting in meetings.items():
        if meeting.starts_at is not None:
            meeting.day = day_of(meeting.starts_at)
        if meeting.report is not None and meeting.report.started_at is not None:
            meeting.report.day = day_of(meeting.report.started_at)
        _enter(schedule, standing(meeting_id, meeting))
