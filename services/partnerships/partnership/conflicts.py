"""A manager's higher priority, answered from the agreement in force when the meeting was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.partnerships.partnership.answers import (
    Proposal,
    answer_with,
    proposed_answer,
)
from services.partnerships.partnership.asking import AskedBy, active, partner
from services.partnerships.partnership.meetings import known_meeting, require_pending
from services.partnerships.partnership.state import Active, Conflict, State
from shared.errors import DomainError
from shared.events.partnerships import (
    ConflictAnswered,
    ConflictOutcome,
    ConflictRaised,
    ManagerRole,
    MeetingRescheduled,
    PartnershipEvent,
)
from shared.events.reasons import Reason


class ConflictExistsError(DomainError):
    rule = "conflict-exists"


class NotTheManagerError(DomainError):
    rule = "not-the-manager"


class MeetingOverError(DomainError):
    rule = "meeting-over"


class ConflictOpenError(DomainError):
    rule = "conflict-open"


class UnknownConflictError(DomainError):
    rule = "unknown-conflict"


class ConflictAnsweredError(DomainError):
    rule = "conflict-answered"


class MenteeAcceptsError(DomainError):
    rule = "mentee-accepts"


class OtherAnswerError(DomainError):
    rule = "other-answer"


@dataclass(frozen=True, kw_only=True)
class RaiseConflict(AskedBy):
    conflict_id: UUID
    meeting_id: UUID
    role: ManagerRole
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class AnswerConflict(AskedBy):
    """Without an outcome it accepts the proposed answer."""

    conflict_id: UUID
    outcome: ConflictOutcome | None = None
    contingency: int | None = None


def raise_conflict(command: RaiseConflict, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    if current.pair.people[command.role] != command.by.person_id:
        raise NotTheManagerError(f"The {command.role} of this partnership raises it in person.")
    if command.conflict_id in current.conflicts:
        raise ConflictExistsError("This conflict_id is taken: give another, or none.")
    _require_ahead(command, current)
    if any(_is_open(known, command) for known in current.conflicts.values()):
        raise ConflictOpenError("Your conflict over this meeting awaits its answer already.")
    return [
        ConflictRaised(
            conflict_id=command.conflict_id,
            meeting_id=command.meeting_id,
            raised_by=command.by.person_id,
            role=command.role,
            reason=command.reason,
        )
    ]


def answer_conflict(command: AnswerConflict, state: State) -> Sequence[PartnershipEvent]:
    current = active(state)
    if not command.by.is_administrator and partner(current.pair, command.by) != "mentee":
        raise MenteeAcceptsError(
            "The mentee accepts the proposed answer; an administrator may override it."
        )
    conflict = _unanswered(current, command.conflict_id)
    meeting = known_meeting(current, conflict.meeting_id)
    require_pending(meeting)
    proposal = proposed_answer(current, conflict, command.now)
    if not command.by.is_administrator:
        _require_proposed(command, proposal)
    elif command.outcome is not None:
        proposal = answer_with(
            current, conflict, command.now, outcome=command.outcome, contingency=command.contingency
        )
    return _answered(command, conflict, proposal)


def _answered(
    command: AnswerConflict, conflict: Conflict, proposal: Proposal
) -> Sequence[PartnershipEvent]:
    answered = ConflictAnswered(
        conflict_id=conflict.conflict_id,
        outcome=proposal.outcome,
        contingency=proposal.contingency,
        agreement_version=proposal.agreement_version,
        by=command.by.person_id,
    )
    if proposal.move is None:
        return [answered]
    moved = MeetingRescheduled(
        meeting_id=conflict.meeting_id,
        starts_at=proposal.move.starts_at,
        minutes=proposal.move.minutes,
        by=command.by.person_id,
        reason=conflict.reason,
    )
    return [answered, moved]


def _require_ahead(command: RaiseConflict, state: Active) -> None:
    meeting = known_meeting(state, command.meeting_id)
    require_pending(meeting)
    if meeting.plan is not None and meeting.plan.starts_at <= command.moment:
        raise MeetingOverError("A conflict is raised before the meeting starts.")


def _is_open(known: Conflict, command: RaiseConflict) -> bool:
    same = (known.meeting_id, known.role) == (command.meeting_id, command.role)
    return same and known.outcome is None


def _unanswered(state: Active, conflict_id: UUID) -> Conflict:
    conflict = state.conflicts.get(conflict_id)
    if conflict is None:
        raise UnknownConflictError("This partnership has no such conflict: a manager raises it.")
    if conflict.outcome is not None:
        raise ConflictAnsweredError(
            f"The conflict was answered ({conflict.outcome}): raise a new one, or move the meeting."
        )
    return conflict


def _require_proposed(command: AnswerConflict, proposal: Proposal) -> None:
    same_outcome = command.outcome in (None, proposal.outcome)
    if not same_outcome or command.contingency not in (None, proposal.contingency):
        raise OtherAnswerError(
            f"The agreement's answer is {proposal.outcome}: accept it, or ask an administrator."
        )
