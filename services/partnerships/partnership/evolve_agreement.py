"""What drafts, signatures and new signatories make of a partnership."""

from dataclasses import replace
from typing import TypeAlias, assert_never

from services.partnerships.partnership.state import Active, Draft, Ongoing
from shared.events.partnerships import (
    AgreementDeclined,
    AgreementDrafted,
    AgreementReplaced,
    AgreementSigned,
    ManagerRole,
    PartnershipActivated,
    SignatoryReplaced,
)

AgreementEvent: TypeAlias = (
    AgreementDrafted
    | AgreementSigned
    | AgreementDeclined
    | PartnershipActivated
    | AgreementReplaced
    | SignatoryReplaced
)


def evolve_agreement(state: Ongoing, event: AgreementEvent) -> Ongoing:
    match event:
        case AgreementDrafted():
            return replace(state, drafts=(*state.drafts, Draft(text=event)))
        case AgreementSigned():
            return _with_draft(state, _signed(state, event))
        case AgreementDeclined():
            version = state.drafts[event.agreement_version - 1]
            declined = version.declined | {event.role}
            return _with_draft(state, replace(version, declined=declined))
        case PartnershipActivated() | AgreementReplaced():
            return _in_force(state, event.agreement_version)
        case SignatoryReplaced():
            return _with_signatory(state, event)
        case _:
            assert_never(event)


def _signed(state: Ongoing, event: AgreementSigned) -> Draft:
    version = state.drafts[event.agreement_version - 1]
    return replace(version, signed={**version.signed, event.role: event.signer_id})


def _with_draft(state: Ongoing, changed: Draft) -> Ongoing:
    drafts = list(state.drafts)
    drafts[changed.text.agreement_version - 1] = changed
    return replace(state, drafts=tuple(drafts))


def _in_force(state: Ongoing, agreement_version: int) -> Active:
    if isinstance(state, Active):
        return replace(state, in_force=agreement_version)
    return Active(
        pair=state.pair, drafts=state.drafts, pauses=state.pauses, in_force=agreement_version
    )


def _with_signatory(state: Ongoing, event: SignatoryReplaced) -> Ongoing:
    people = {**state.pair.people, event.role: event.person_id}
    drafts = tuple(_without_signature(version, event.role) for version in state.drafts)
    return replace(state, pair=replace(state.pair, people=people), drafts=drafts)


def _without_signature(version: Draft, role: ManagerRole) -> Draft:
    signed = {signer: person for signer, person in version.signed.items() if signer != role}
    return replace(version, signed=signed)
