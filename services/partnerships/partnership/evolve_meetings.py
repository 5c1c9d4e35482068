"""What plans and reports make of a partnership's meetings."""

from dataclasses import replace
from typing import TypeAlias, assert_never
from uuid import UUID

from services.partnerships.partnership.state import (
    Active,
    Answer,
    HeldReport,
    Meeting,
    MissedReport,
    Plan,
)
from shared.events.partnerships import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingDisputed,
    MeetingHeld,
    MeetingMissed,
    MeetingRescheduled,
    MeetingRetracted,
    MeetingScheduled,
)

PlanEvent: TypeAlias = MeetingScheduled | MeetingRescheduled | MeetingCancelled
ReportEvent: TypeAlias = (
    MeetingHeld | MeetingMissed | MeetingConfirmed | MeetingDisputed | MeetingRetracted
)
MeetingEvent: TypeAlias = PlanEvent | ReportEvent


def evolve_meetings(state: Active, event: MeetingEvent) -> Active:
    meeting = _changed(state, event)
    return replace(state, meetings={**state.meetings, meeting.meeting_id: meeting})


def _changed(state: Active, event: MeetingEvent) -> Meeting:
    match event:
        case MeetingScheduled():
            return Meeting(meeting_id=event.meeting_id, plan=_plan(state, event, event.slot))
        case MeetingRescheduled():
            return replace(_known(state, event.meeting_id), plan=_plan(state, event, None))
        case MeetingCancelled():
            return replace(_known(state, event.meeting_id), cancelled=True)
        case MeetingHeld() | MeetingMissed():
            return replace(_known(state, event.meeting_id), report=_report(event))
        case MeetingConfirmed():
            return _answered(_known(state, event.meeting_id), "confirmed")
        case MeetingDisputed():
            return _answered(_known(state, event.meeting_id), "disputed")
        case MeetingRetracted():
            return replace(_known(state, event.meeting_id), report=None)
        case _:
            assert_never(event)


def _plan(state: Active, event: MeetingScheduled | MeetingRescheduled, slot: int | None) -> Plan:
    """A time is agreed under the agreement in force when it is scheduled, or moved."""
    return Plan(
        starts_at=event.starts_at,
        minutes=event.minutes,
        slot=slot,
        agreement_version=state.in_force,
    )


def _known(state: Active, meeting_id: UUID) -> Meeting:
    """A meeting that was held unplanned is known from its first report on."""
    return state.meetings.get(meeting_id) or Meeting(meeting_id=meeting_id, plan=None)


def _report(event: MeetingHeld | MeetingMissed) -> HeldReport | MissedReport:
    match event:
        case MeetingHeld():
            return HeldReport(
                reported_by=event.reported_by, started_at=event.started_at, minutes=event.minutes
            )
        case MeetingMissed():
            return MissedReport(
                reported_by=event.reported_by, absent=event.absent, reason=event.reason
            )
        case _:
            assert_never(event)


def _answered(meeting: Meeting, answer: Answer) -> Meeting:
    report = meeting.report
    return meeting if report is None else replace(meeting, report=replace(report, answer=answer))
