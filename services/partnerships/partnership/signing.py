"""Four people sign one digest, each for their own role; the fourth signature puts it in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.partnerships.partnership.asking import Actor, Asked, AskedBy, active, ongoing
from services.partnerships.partnership.state import (
    Active,
    Draft,
    Ended,
    Ongoing,
    State,
    Unproposed,
    draft,
    unsigned,
)
from shared.errors import DomainError
from shared.events.partnerships import (
    AgreementDeclined,
    AgreementReplaced,
    AgreementSigned,
    ManagerRole,
    PartnershipActivated,
    PartnershipEvent,
    SignatoryReplaced,
    SignatoryRole,
)
from shared.events.reasons import Reason


class UnknownAgreementError(DomainError):
    rule = "unknown-agreement"


class SupersededError(DomainError):
    rule = "agreement-superseded"


class SignatureOfAnotherError(DomainError):
    rule = "signature-of-another"


class AlreadySignedError(DomainError):
    rule = "already-signed"


class WrongDigestError(DomainError):
    rule = "wrong-digest"


class DeclinedError(DomainError):
    rule = "agreement-declined"


class AlreadyActiveError(DomainError):
    rule = "already-active"


class SignaturesMissingError(DomainError):
    rule = "signatures-missing"


@dataclass(frozen=True, kw_only=True)
class SignAgreement(AskedBy):
    agreement_version: int
    role: SignatoryRole
    digest: str


@dataclass(frozen=True, kw_only=True)
class DeclineAgreement(AskedBy):
    agreement_version: int
    role: SignatoryRole
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Activate(AskedBy):
    """Asks for what only the fourth signature does; the refusal says whose is missing."""


@dataclass(frozen=True, kw_only=True)
class ReplaceSignatory(Asked):
    """Enrollment says that the mentor or the mentee has a new manager."""

    role: ManagerRole
    person_id: UUID


def sign_agreement(command: SignAgreement, state: State) -> Sequence[PartnershipEvent]:
    current = ongoing(state)
    version = _open_version(current, command.agreement_version)
    _require_own_role(current, command.by, command.role)
    _require_unsigned(version, command.role)
    if command.digest != version.text.digest:
        raise WrongDigestError(
            f"Read version {version.text.agreement_version} again: its digest is "
            f"{version.text.digest}, and that is what all four sign."
        )
    signed = AgreementSigned(
        agreement_version=command.agreement_version,
        signer_id=command.by.person_id,
        role=command.role,
        digest=command.digest,
    )
    if unsigned(version) == (command.role,):
        return [signed, *_into_force(current, version)]
    return [signed]


def decline_agreement(command: DeclineAgreement, state: State) -> Sequence[PartnershipEvent]:
    current = ongoing(state)
    version = _open_version(current, command.agreement_version)
    _require_own_role(current, command.by, command.role)
    if _is_in_force(current, version):
        _require_unsigned(version, command.role)
    return [
        AgreementDeclined(
            agreement_version=command.agreement_version,
            signer_id=command.by.person_id,
            role=command.role,
            reason=command.reason,
        )
    ]


def activate(_command: Activate, state: State) -> Sequence[PartnershipEvent]:
    current = ongoing(state)
    if isinstance(current, Active):
        raise AlreadyActiveError(
            f"Version {current.in_force} is in force: the fourth signature activated it."
        )
    if current.drafts:
        roles = ", ".join(unsigned(current.drafts[-1]))
        raise SignaturesMissingError(
            f"The fourth signature activates. Version {len(current.drafts)} awaits: {roles}."
        )
    active(current)
    return []


def replace_signatory(command: ReplaceSignatory, state: State) -> Sequence[PartnershipEvent]:
    if isinstance(state, Unproposed | Ended):
        return []
    if state.pair.people[command.role] == command.person_id:
        return []
    return [SignatoryReplaced(role=command.role, person_id=command.person_id)]


def _into_force(state: Ongoing, version: Draft) -> list[PartnershipEvent]:
    if _is_in_force(state, version):
        return []
    into_force = AgreementReplaced if isinstance(state, Active) else PartnershipActivated
    return [
        into_force(
            agreement_version=version.text.agreement_version,
            starts_on=version.text.starts_on,
            ends_on=version.text.ends_on,
            cadence_days=version.text.cadence_days,
            notice_hours=version.text.notice_hours,
        )
    ]


def _is_in_force(state: Ongoing, version: Draft) -> bool:
    return isinstance(state, Active) and state.in_force == version.text.agreement_version


def _open_version(state: Ongoing, agreement_version: int) -> Draft:
    """The newest draft, or the version in force, which a new manager is asked to sign."""
    version = draft(state, agreement_version)
    if version is None:
        raise UnknownAgreementError(f"Versions 1 to {len(state.drafts)} were drafted: name one.")
    if _is_in_force(state, version):
        return version
    if agreement_version != len(state.drafts):
        raise SupersededError(f"Version {len(state.drafts)} is the newest: sign that one.")
    if version.declined:
        raise DeclinedError(
            f"Version {agreement_version} was declined by {', '.join(sorted(version.declined))}: "
            "draft a new version."
        )
    return version


def _require_own_role(state: Ongoing, actor: Actor, role: SignatoryRole) -> None:
    if state.pair.people[role] != actor.person_id:
        raise SignatureOfAnotherError(
            f"Nobody signs for somebody else: the {role} of this partnership does it in person."
        )


def _require_unsigned(version: Draft, role: SignatoryRole) -> None:
    missing = unsigned(version)
    if role not in missing:
        awaited = f"awaited: {', '.join(missing)}" if missing else "all four have signed"
        raise AlreadySignedError(
            f"The {role} has signed version {version.text.agreement_version}; {awaited}."
        )
