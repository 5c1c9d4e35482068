"""What one line of each spreadsheet says. People are named by their e-mail, in lower case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cli.importing.moments import Moment


@dataclass(frozen=True, kw_only=True)
class Row:
    line: int


@dataclass(frozen=True, kw_only=True)
class PersonRow(Row):
    email: str
    name: str
    time_zone: str
    manager: str | None
    subject: str | None


@dataclass(frozen=True, kw_only=True)
class EnrollmentRow(Row):
    person: str
    role: str
    capacity: int
    requested_on: Moment
    acknowledged_on: Moment | None
    manager_acknowledged_on: Moment | None
    withdrawn_on: Moment | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class AgreementRow(Row):
    """An agreement and the days of its signatures: the first one, or an amendment."""

    partnership: str
    drafted_on: Moment | None
    starts_on: date | None
    ends_on: date | None
    cadence_days: int | None
    slots: Sequence[Any]
    notice_hours: int | None
    contingencies: Sequence[Any]
    agenda_hours: int | None
    review_on: date | None
    mentor_signed: Moment | None
    mentee_signed: Moment | None
    mentor_manager_signed: Moment | None
    mentee_manager_signed: Moment | None


@dataclass(frozen=True, kw_only=True)
class PartnershipRow(AgreementRow):
    mentor: str
    mentee: str
    time_zone: str
    proposed_on: Moment
    ended_on: Moment | None
    ended_by: str
    outcome: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class MeetingRow(Row):
    """One meeting with all that became of it."""

    partnership: str
    planned: Moment | None
    minutes: int
    slot: int | None
    scheduled_on: Moment | None
    moved_to: Sequence[Moment]
    moved_on: Sequence[Moment]
    moved_by: str
    move_reason: str | None
    status: str
    started: Moment | None
    reported_on: Moment | None
    by: str
    absent: str | None
    reason: str | None
    answer: str | None
    answered_on: Moment | None
    retracted_on: Moment | None


@dataclass(frozen=True, kw_only=True)
class PauseRow(Row):
    partnership: str
    recorded_on: Moment
    by: str
    paused_on: date
    resumes_on: date
    reason: str
    resumed_on: Moment | None


@dataclass(frozen=True, kw_only=True)
class GoalRow(Row):
    partnership: str
    goal: str
    set_on: Moment
    due_on: date | None
    progress: Sequence[tuple[Moment, int]]


@dataclass(frozen=True, kw_only=True)
class CheckInRow(Row):
    partnership: str
    on: Moment
    with_: str
    meeting_as_agreed: str
    progress: int
    obstacle: str | None
    manager_respects_times: str
    rating: int
    needs_help: bool


@dataclass(frozen=True, kw_only=True)
class ConflictRow(Row):
    partnership: str
    meeting: Moment
    raised_on: Moment
    role: str
    reason: str
    answered_on: Moment | None
    answered_by: str
    outcome: str | None
    contingency: int | None


@dataclass(frozen=True, kw_only=True)
class ExplanationRow(Row):
    partnership: str
    on: Moment
    by: str
    reason: str
    next_meeting_on: date | None
