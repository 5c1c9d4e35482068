"""Asking to take part, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.enrollment.enrollment.state import (
    Accepted,
    Closed,
    Open,
    Requested,
    State,
    Unrequested,
)
from shared.errors import DomainError
from shared.events.enrollment import (
    EnrollmentDeclined,
    EnrollmentEvent,
    EnrollmentRequested,
    EnrollmentWithdrawn,
    ParticipantRole,
)
from shared.events.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class RequestEnrollment:
    """`newest_terms`: the version that can be asked for; none if there are none yet."""

    enrollment_id: UUID
    program_id: UUID
    person_id: UUID
    role: ParticipantRole
    capacity: int
    terms_version: int
    newest_terms: int | None


@dataclass(frozen=True, kw_only=True)
class Decline:
    """`by`: the participant's manager, or an administrator."""

    by: UUID
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    reason: Reason


class EnrollmentExistsError(DomainError):
    rule = "enrollment-exists"


class NoTermsError(DomainError):
    rule = "no-terms"


class StaleTermsError(DomainError):
    rule = "stale-terms"

    def __init__(self, named: int, newest: int) -> None:
        super().__init__(
            f"Version {newest} of the terms is the newest and the one to name; {named} is not."
        )


class MenteeCapacityError(DomainError):
    rule = "mentee-capacity"


class NoManagerError(DomainError):
    rule = "no-manager"

    def __init__(self) -> None:
        super().__init__(
            "The participant has no manager, and is accepted only with the manager's "
            "acknowledgement: have an administrator name the manager first."
        )


class NotOpenError(DomainError):
    rule = "enrollment-not-open"


class AlreadyAcceptedError(DomainError):
    rule = "enrollment-already-accepted"


def request(command: RequestEnrollment, state: State) -> Sequence[EnrollmentEvent]:
    if not isinstance(state, Unrequested):
        raise EnrollmentExistsError("There is an enrollment with this id; choose another one.")
    if command.newest_terms is None:
        raise NoTermsError("People enroll after the program's terms are published.")
    require_newest(command.terms_version, command.newest_terms)
    if command.role == "mentee" and command.capacity != 1:
        raise MenteeCapacityError("The capacity of a mentee is 1.")
    return [
        EnrollmentRequested(
            enrollment_id=command.enrollment_id,
            program_id=command.program_id,
            person_id=command.person_id,
            role=command.role,
            capacity=command.capacity,
            terms_version=command.terms_version,
        )
    ]


def decline(command: Decline, state: State) -> Sequence[EnrollmentEvent]:
    match require_open(state):
        case Requested(asked=asked):
            return [
                EnrollmentDeclined(
                    enrollment_id=asked.enrollment_id, person_id=command.by, reason=command.reason
                )
            ]
        case Accepted():
            raise AlreadyAcceptedError("It is accepted: it can be withdrawn, not declined.")


def withdraw(command: Withdraw, state: State) -> Sequence[EnrollmentEvent]:
    asked = require_open(state).asked
    return [EnrollmentWithdrawn(enrollment_id=asked.enrollment_id, reason=command.reason)]


def require_open(state: State) -> Open:
    match state:
        case Requested() | Accepted():
            return state
        case Closed():
            raise NotOpenError(f"The enrollment was {state.how}: request a new one.")
        case Unrequested():
            raise NotOpenError("There is no such enrollment: request it first.")


def require_newest(named: int, newest: int) -> None:
    if named != newest:
        raise StaleTermsError(named, newest)
