"""Everybody acknowledges for themselves; with the last needed acknowledgement comes acceptance."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.enrollment.enrollment.asking import NoManagerError, require_newest, require_open
from services.enrollment.enrollment.state import (
    Accepted,
    Acknowledgement,
    Acknowledgements,
    Asked,
    Open,
    State,
)
from shared.errors import DomainError
from shared.events.enrollment import (
    AcknowledgingRole,
    EnrollmentAccepted,
    EnrollmentEvent,
    TermsAcknowledged,
)


@dataclass(frozen=True, kw_only=True)
class AcknowledgeTerms:
    """`newest_terms` and `newest_digest` are the program's, `manager_id` the participant's."""

    by: UUID
    as_: AcknowledgingRole
    terms_version: int
    digest: str
    newest_terms: int
    newest_digest: str
    manager_id: UUID | None


class NotYoursError(DomainError):
    rule = "acknowledge-for-yourself"


class WrongRoleError(DomainError):
    rule = "wrong-role"


class WrongDigestError(DomainError):
    rule = "wrong-digest"


class AlreadyAcknowledgedError(DomainError):
    rule = "already-acknowledged"


def acknowledge(command: AcknowledgeTerms, state: State) -> Sequence[EnrollmentEvent]:
    open_ = require_open(state)
    _require_own_role(command, open_.asked)
    require_newest(command.terms_version, command.newest_terms)
    _require_digest(command)
    given = Acknowledgement(person_id=command.by, terms_version=command.terms_version)
    if open_.acknowledged.get(command.as_) == given:
        raise AlreadyAcknowledgedError(
            f"You acknowledged version {command.terms_version} before; once is enough."
        )
    return [_acknowledged(command, open_), *_acceptance(command, open_, given)]


def _require_own_role(command: AcknowledgeTerms, asked: Asked) -> None:
    if command.as_ == "manager":
        if command.manager_id is None:
            raise NoManagerError
        if command.by != command.manager_id:
            raise NotYoursError("Only the participant's present manager acknowledges as `manager`.")
    elif command.by != asked.person_id:
        raise NotYoursError(f"Only the participant acknowledges as `{command.as_}`.")
    elif command.as_ != asked.role:
        raise WrongRoleError(f"This enrollment is as `{asked.role}`: acknowledge as that.")


def _require_digest(command: AcknowledgeTerms) -> None:
    if command.digest != command.newest_digest:
        raise WrongDigestError(
            f"The digest of version {command.newest_terms} is {command.newest_digest}: "
            "read those terms, and send their digest."
        )


def _acknowledged(command: AcknowledgeTerms, open_: Open) -> EnrollmentEvent:
    return TermsAcknowledged(
        enrollment_id=open_.asked.enrollment_id,
        person_id=command.by,
        as_=command.as_,
        terms_version=command.terms_version,
        digest=command.digest,
    )


def _acceptance(
    command: AcknowledgeTerms, open_: Open, given: Acknowledgement
) -> Sequence[EnrollmentEvent]:
    manager_id = command.manager_id
    acknowledged = {**open_.acknowledged, command.as_: given}
    if manager_id is None or not _complete(acknowledged, open_.asked, manager_id, command):
        return []
    if isinstance(open_, Accepted) and open_.terms_version == command.newest_terms:
        return []
    return [
        EnrollmentAccepted(
            enrollment_id=open_.asked.enrollment_id,
            program_id=open_.asked.program_id,
            person_id=open_.asked.person_id,
            role=open_.asked.role,
            capacity=open_.asked.capacity,
            manager_id=manager_id,
            terms_version=command.newest_terms,
        )
    ]


def _complete(
    acknowledged: Acknowledgements, asked: Asked, manager_id: UUID, command: AcknowledgeTerms
) -> bool:
    """Both have acknowledged the newest terms, and the manager is the present one."""
    newest = command.newest_terms
    participant = Acknowledgement(person_id=asked.person_id, terms_version=newest)
    manager = Acknowledgement(person_id=manager_id, terms_version=newest)
    return acknowledged.get(asked.role) == participant and acknowledged.get("manager") == manager
