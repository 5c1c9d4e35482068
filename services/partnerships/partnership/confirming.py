"""What becomes of a report: the other confirms or disputes it, its author retracts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.partnerships.partnership.asking import Actor, AskedBy, active, partner
from services.partnerships.partnership.meetings import known_meeting
from services.partnerships.partnership.state import Active, Meeting, Report, State
from shared.errors import DomainError
from shared.events.partnerships import (
    MeetingConfirmed,
    MeetingDisputed,
    MeetingRetracted,
    PartnershipEvent,
)


class NotReportedError(DomainError):
    rule = "meeting-not-reported"


class OwnReportError(DomainError):
    rule = "own-report"


class ReportOfAnotherError(DomainError):
    rule = "report-of-another"


class AlreadyAnsweredError(DomainError):
    rule = "report-already-answered"


@dataclass(frozen=True, kw_only=True)
class ConfirmMeeting(AskedBy):
    meeting_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisputeMeeting(AskedBy):
    meeting_id: UUID


@dataclass(frozen=True, kw_only=True)
class RetractReport(AskedBy):
    meeting_id: UUID


def confirm_meeting(command: ConfirmMeeting, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    report = _report_of_the_other(current, command.by, command.meeting_id)
    if report.answer == "confirmed":
        raise AlreadyAnsweredError("The report is confirmed; the other of the pair may dispute it.")
    return [MeetingConfirmed(meeting_id=command.meeting_id, by=command.by.person_id)]


def dispute_meeting(command: DisputeMeeting, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    report = _report_of_the_other(current, command.by, command.meeting_id)
    if report.answer == "disputed":
        raise AlreadyAnsweredError("The report is disputed; whoever disputed it may confirm it.")
    return [MeetingDisputed(meeting_id=command.meeting_id, by=command.by.person_id)]


def retract_report(command: RetractReport, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    report = _standing(known_meeting(current, command.meeting_id))
    if report.reported_by != command.by.person_id:
        raise ReportOfAnotherError("One retracts one's own report; the other's can be disputed.")
    return [MeetingRetracted(meeting_id=command.meeting_id, by=command.by.person_id)]


def _report_of_the_other(state: Active, actor: Actor, meeting_id: UUID) -> Report:
    partner(state.pair, actor)
    report = _standing(known_meeting(state, meeting_id))
    if report.reported_by == actor.person_id:
        raise OwnReportError(
            "Only the other of the pair confirms or disputes a report; one's own can be retracted."
        )
    return report


def _standing(meeting: Meeting) -> Report:
    if meeting.report is None:
        raise NotReportedError("Nobody has reported on the meeting: report it held or missed.")
    return meeting.report
