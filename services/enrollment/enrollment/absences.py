"""A participant's planned absences, from a day up to, not including, another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.enrollment.enrollment.asking import require_open
from services.enrollment.enrollment.state import Absence, Accepted, State
from shared.errors import DomainError
from shared.events.enrollment import EnrollmentEvent, UnavailabilityEnded, UnavailabilityPlanned
from shared.events.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class PlanUnavailability:
    """`replacement_id`: who stands in meanwhile."""

    from_on: date
    until_on: date
    reason: Reason
    replacement_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class EndUnavailability:
    ended_on: date


class NotAcceptedError(DomainError):
    rule = "enrollment-not-accepted"


class AbsenceOutOfOrderError(DomainError):
    rule = "absence-out-of-order"


class AbsenceOverlapsError(DomainError):
    rule = "absence-overlaps"


class OwnReplacementError(DomainError):
    rule = "own-replacement"


class NoAbsenceError(DomainError):
    rule = "no-absence"


def plan(command: PlanUnavailability, state: State) -> Sequence[EnrollmentEvent]:
    accepted = _accepted(state)
    if command.from_on >= command.until_on:
        raise AbsenceOutOfOrderError("until_on, the first day back, is later than from_on.")
    for absence in accepted.absences:
        if absence.from_on < command.until_on and command.from_on < absence.until_on:
            raise AbsenceOverlapsError(
                f"An absence from {absence.from_on} until {absence.until_on} is planned already: "
                "plan one that does not overlap it, or end that one first."
            )
    if command.replacement_id == accepted.asked.person_id:
        raise OwnReplacementError("A replacement is another person, or null.")
    return [
        UnavailabilityPlanned(
            enrollment_id=accepted.asked.enrollment_id,
            from_on=command.from_on,
            until_on=command.until_on,
            reason=command.reason,
            replacement_id=command.replacement_id,
        )
    ]


def end(command: EndUnavailability, state: State) -> Sequence[EnrollmentEvent]:
    accepted = _accepted(state)
    if not any(covers(absence, command.ended_on) for absence in accepted.absences):
        raise NoAbsenceError(
            "ended_on lies in a planned absence; planned are: "
            + (
                ", ".join(f"{each.from_on} until {each.until_on}" for each in accepted.absences)
                or "none"
            )
            + "."
        )
    return [
        UnavailabilityEnded(enrollment_id=accepted.asked.enrollment_id, ended_on=command.ended_on)
    ]


def covers(absence: Absence, day: date) -> bool:
    return absence.from_on <= day < absence.until_on


def shortened(absences: Sequence[Absence], ended_on: date) -> tuple[Absence, ...]:
    """The absences that are left: the one that covers `ended_on` ends there, and may be empty."""
    ended = (
        replace(each, until_on=ended_on) if covers(each, ended_on) else each for each in absences
    )
    return tuple(each for each in ended if each.from_on < each.until_on)


def _accepted(state: State) -> Accepted:
    open_ = require_open(state)
    if not isinstance(open_, Accepted):
        raise NotAcceptedError("Absences are planned for an enrollment that is accepted.")
    return open_
