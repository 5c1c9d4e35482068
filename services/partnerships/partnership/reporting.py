"""Scheduled never means held: one of the pair has to say that they met, or that they did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from services.partnerships.partnership.asking import AskedBy, active, partner
from services.partnerships.partnership.meetings import (
    MeetingCancelledError,
    NotScheduledError,
    known_meeting,
)
from services.partnerships.partnership.state import (
    Active,
    HeldReport,
    Meeting,
    MissedReport,
    Report,
    State,
)
from shared.errors import DomainError
from shared.events.event import written
from shared.events.partnerships import (
    MeetingHeld,
    MeetingMissed,
    PartnershipEvent,
)
from shared.events.reasons import Reason


class ReportInFutureError(DomainError):
    rule = "report-in-future"


class AlreadyReportedError(DomainError):
    rule = "already-reported"


class ContradictingReportError(DomainError):
    rule = "contradicts-report"


@dataclass(frozen=True, kw_only=True)
class ReportHeld(AskedBy):
    """`scheduled` is false where the two met without a plan: then `meeting_id` is a new one."""

    meeting_id: UUID
    started_at: datetime
    minutes: int
    scheduled: bool = True


@dataclass(frozen=True, kw_only=True)
class ReportMissed(AskedBy):
    meeting_id: UUID
    absent: Literal["mentor", "mentee", "both"]
    reason: Reason


def report_held(command: ReportHeld, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    if command.scheduled or command.meeting_id in current.meetings:
        meeting = known_meeting(current, command.meeting_id)
        _require_no_report(meeting, command)
    _require_begun(command.started_at, command.now)
    _require_no_other_held(current, command)
    return [
        MeetingHeld(
            meeting_id=command.meeting_id,
            started_at=command.started_at,
            minutes=command.minutes,
            reported_by=command.by.person_id,
        )
    ]


def report_missed(command: ReportMissed, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    meeting = known_meeting(current, command.meeting_id)
    _require_no_report(meeting, command)
    if meeting.plan is None:
        raise NotScheduledError("Only a meeting that was scheduled can have been missed.")
    if meeting.cancelled:
        raise MeetingCancelledError("The meeting was cancelled, so nobody missed it.")
    _require_begun(meeting.plan.starts_at, command.now)
    return [
        MeetingMissed(
            meeting_id=command.meeting_id,
            absent=command.absent,
            reported_by=command.by.person_id,
            reason=command.reason,
        )
    ]


def _require_no_report(meeting: Meeting, command: ReportHeld | ReportMissed) -> None:
    # A disputed report still stands: a quarrel is settled by who reported, not by the last word.
    if meeting.report is None:
        return
    if _agrees(meeting.report, command):
        raise AlreadyReportedError(
            "The meeting is reported just so; the other of the pair may confirm or dispute it."
        )
    raise ContradictingReportError(
        "Another report on the meeting stands: dispute it, or retract it if it is your own, "
        "and report anew."
    )


def _agrees(report: Report, command: ReportHeld | ReportMissed) -> bool:
    match report, command:
        case HeldReport(), ReportHeld():
            return (report.started_at, report.minutes) == (command.started_at, command.minutes)
        case MissedReport(), ReportMissed():
            return report.absent == command.absent
        case _:
            return False


def _require_begun(started_at: datetime, now: datetime) -> None:
    if started_at > now:
        raise ReportInFutureError(
            f"A meeting can be reported once its time has come: up to {written(now)}."
        )


def _require_no_other_held(state: Active, command: ReportHeld) -> None:
    ends_at = command.started_at + timedelta(minutes=command.minutes)
    for meeting in state.meetings.values():
        report = meeting.report
        if meeting.meeting_id == command.meeting_id or not isinstance(report, HeldReport):
            continue
        until = report.started_at + timedelta(minutes=report.minutes)
        if report.started_at < ends_at and command.started_at < until:
            raise AlreadyReportedError(
                f"A meeting at {written(report.started_at)} is reported held: confirm that one."
            )
