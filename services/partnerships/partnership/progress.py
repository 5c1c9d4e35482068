"""Goals, progress, check-ins and what was said of a silence. Their texts live elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.partnerships.partnership.asking import (
    AskedBy,
    active,
    local_date,
    partner,
    require_administrator,
)
from services.partnerships.partnership.state import State
from shared.errors import DomainError
from shared.events.partnerships import (
    CheckInRecorded,
    GoalSet,
    Partner,
    PartnershipEvent,
    ProgressReported,
    SilenceExplained,
)
from shared.events.reasons import Reason


class GoalExistsError(DomainError):
    rule = "goal-exists"


class UnknownGoalError(DomainError):
    rule = "unknown-goal"


class CheckInExistsError(DomainError):
    rule = "check-in-exists"


class NextMeetingInPastError(DomainError):
    rule = "next-meeting-in-past"


@dataclass(frozen=True, kw_only=True)
class SetGoal(AskedBy):
    goal_id: UUID
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class ReportProgress(AskedBy):
    goal_id: UUID
    level: int


@dataclass(frozen=True, kw_only=True)
class RecordCheckIn(AskedBy):
    check_in_id: UUID
    with_: Partner
    meeting_as_agreed: Literal["yes", "partly", "no"]
    progress: int
    obstacle: Reason | None
    manager_respects_times: Literal["yes", "no", "unknown"]
    rating: int
    needs_help: bool


@dataclass(frozen=True, kw_only=True)
class ExplainSilence(AskedBy):
    reason: Reason
    next_meeting_on: date | None


def set_goal(command: SetGoal, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    if command.goal_id in current.goals:
        raise GoalExistsError("This goal_id is taken: give another, or none.")
    return [GoalSet(goal_id=command.goal_id, due_on=command.due_on)]


def report_progress(command: ReportProgress, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    if command.goal_id not in current.goals:
        raise UnknownGoalError("This partnership has no such goal: set it first.")
    return [
        ProgressReported(
            goal_id=command.goal_id, level=command.level, reported_by=command.by.person_id
        )
    ]


def record_check_in(command: RecordCheckIn, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    require_administrator(command.by)
    if command.check_in_id in current.check_ins:
        raise CheckInExistsError("This check_in_id is taken: give another, or none.")
    return [
        CheckInRecorded(
            check_in_id=command.check_in_id,
            with_=command.with_,
            by=command.by.person_id,
            meeting_as_agreed=command.meeting_as_agreed,
            progress=command.progress,
            obstacle=command.obstacle,
            manager_respects_times=command.manager_respects_times,
            rating=command.rating,
            needs_help=command.needs_help,
        )
    ]


def explain_silence(command: ExplainSilence, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    partner(current.pair, command.by)
    today = local_date(current.pair, command.moment)
    if command.next_meeting_on is not None and command.next_meeting_on < today:
        raise NextMeetingInPastError(f"next_meeting_on is {today} or later, or null.")
    return [
        SilenceExplained(
            by=command.by.person_id,
            reason=command.reason,
            next_meeting_on=command.next_meeting_on,
        )
    ]
