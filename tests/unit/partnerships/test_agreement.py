"""Drafts, four signatures of one digest, amendments, declines and new managers."""

from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

import msgspec
import pytest

from services.partnerships.partnership.asking import (
    NotActiveError,
    NotOfThePairError,
    PartnershipEndedError,
    UnknownPartnershipError,
)
from services.partnerships.partnership.drafting import (
    DraftAgreement,
    DurationError,
    NoSlotError,
    ReviewDateError,
    VagueContingencyError,
    VagueSlotError,
)
from services.partnerships.partnership.signing import (
    Activate,
    AlreadyActiveError,
    AlreadySignedError,
    DeclineAgreement,
    DeclinedError,
    ReplaceSignatory,
    SignatureOfAnotherError,
    SignaturesMissingError,
    SupersededError,
    UnknownAgreementError,
    WrongDigestError,
)
from services.partnerships.partnership.state import SIGNATORIES
from services.partnerships.partnership.zones import UnknownTimeZoneError
from shared.errors import DomainError
from shared.events.agreement import AlternativeSlot, Contingency, Shorten, Slot
from shared.events.event import digest
from shared.events.partnerships import (
    AgreementDeclined,
    AgreementReplaced,
    PartnershipEnded,
    SignatoryReplaced,
    SignatoryRole,
)
from tests.unit.partnerships.examples import (
    ACTIVATED,
    ACTIVE,
    ADMINISTRATOR,
    DRAFT,
    MENTEE,
    MENTOR,
    MENTOR_MANAGER,
    NOW,
    PROPOSED,
    SCHEDULE,
    STRANGER,
    TUESDAYS,
    drafted,
    sign,
    signed,
)
from tests.unit.partnerships.spec import given

ENDED = PartnershipEnded(ended_on=date(2027, 2, 1), outcome="rematched", reason="NOT_A_FIT")
THREE = tuple(signed(role) for role in SIGNATORIES[:3])
NEW_MANAGER = SignatoryReplaced(role="mentor_manager", person_id=STRANGER.person_id)
decline = partial(
    DeclineAgreement, now=NOW, by=MENTOR, role="mentor", reason="TIME_WORKLOAD", agreement_version=1
)
DECLINED = AgreementDeclined(
    agreement_version=1, signer_id=MENTOR.person_id, role="mentor", reason="TIME_WORKLOAD"
)
REPLACED = AgreementReplaced(
    agreement_version=2,
    starts_on=DRAFT.starts_on,
    ends_on=DRAFT.ends_on,
    cadence_days=14,
    notice_hours=48,
)


def test_a_draft_is_a_numbered_version_with_its_digest() -> None:
    given(PROPOSED).when(DRAFT).then(drafted())
    given(PROPOSED, drafted()).when(replace(DRAFT, by=ADMINISTRATOR)).then(drafted(2))


def test_the_digest_is_that_of_everything_else() -> None:
    text = msgspec.json.decode(msgspec.json.encode(drafted()))
    assert text.pop("digest") == digest(text)


def _for(slot: Slot) -> DraftAgreement:
    return replace(DRAFT, slots=(slot,))


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (replace(DRAFT, ends_on=DRAFT.starts_on + timedelta(days=12 * 7 - 2)), DurationError),
        (replace(DRAFT, ends_on=DRAFT.starts_on + timedelta(days=52 * 7 + 1)), DurationError),
        (replace(DRAFT, ends_on=DRAFT.starts_on - timedelta(days=90)), DurationError),
        (replace(DRAFT, slots=()), NoSlotError),
        (_for(msgspec.structs.replace(TUESDAYS, time_zone="CET!")), UnknownTimeZoneError),
        (
            _for(msgspec.structs.replace(TUESDAYS, local_time=time(9, tzinfo=NOW.tzinfo))),
            VagueSlotError,
        ),
        (
            replace(DRAFT, contingencies=(Contingency(for_="travel", then=Shorten(minutes=60)),)),
            VagueContingencyError,
        ),
        (
            replace(
                DRAFT,
                contingencies=(Contingency(for_="travel", then=AlternativeSlot(slot=TUESDAYS)),),
            ),
            VagueContingencyError,
        ),
        (replace(DRAFT, review_on=date(2028, 1, 1)), ReviewDateError),
        (replace(DRAFT, by=MENTOR_MANAGER), NotOfThePairError),
    ],
)
def test_an_agreement_is_concrete_and_within_the_terms(
    command: DraftAgreement, error: type[DomainError]
) -> None:
    given(PROPOSED).when(command).then_refused(error)


@pytest.mark.parametrize("days", [12 * 7 - 1, 12 * 7, 52 * 7 - 1, 52 * 7])
def test_whole_weeks_are_right_whether_the_last_day_counts_or_not(days: int) -> None:
    command = replace(DRAFT, ends_on=DRAFT.starts_on + timedelta(days=days))
    command = replace(command, review_on=command.ends_on)
    assert len(given(PROPOSED).when(command).events()) == 1


def test_nothing_is_drafted_before_the_proposal_or_after_the_end() -> None:
    given().when(DRAFT).then_refused(UnknownPartnershipError)
    given(PROPOSED, ENDED).when(DRAFT).then_refused(PartnershipEndedError, "rematched")


@pytest.mark.parametrize("last", SIGNATORIES)
def test_the_fourth_signature_activates_whoever_gives_it(last: SignatoryRole) -> None:
    others = [signed(role) for role in SIGNATORIES if role != last]
    given(PROPOSED, drafted(), *others).when(sign(last)).then(signed(last), ACTIVATED)


def test_three_signatures_are_not_four() -> None:
    three = given(PROPOSED, drafted(), *THREE)
    three.when(Activate(now=NOW, by=MENTEE)).then_refused(SignaturesMissingError, "mentee_manager")
    three.when(SCHEDULE).then_refused(NotActiveError, "mentee_manager")
    given(*ACTIVE).when(Activate(now=NOW, by=MENTEE)).then_refused(AlreadyActiveError)
    given(PROPOSED).when(Activate(now=NOW, by=MENTEE)).then_refused(NotActiveError, "a draft")


def test_a_shared_manager_signs_once_for_each_role() -> None:
    shared = msgspec.structs.replace(PROPOSED, mentee_manager_id=MENTOR_MANAGER.person_id)
    fourth = replace(sign("mentee_manager"), by=MENTOR_MANAGER)
    given(shared, drafted(), *THREE).when(fourth).then(
        msgspec.structs.replace(signed("mentee_manager"), signer_id=MENTOR_MANAGER.person_id),
        ACTIVATED,
    )


@pytest.mark.parametrize("role", SIGNATORIES)
def test_a_fifth_signature_is_refused(role: SignatoryRole) -> None:
    given(*ACTIVE).when(sign(role)).then_refused(AlreadySignedError, "all four have signed")


def test_a_signature_is_one_s_own_and_of_the_right_text() -> None:
    draft = given(PROPOSED, drafted(), signed("mentor"))
    draft.when(replace(sign("mentee"), by=MENTOR)).then_refused(SignatureOfAnotherError)
    draft.when(replace(sign("mentee"), by=ADMINISTRATOR)).then_refused(SignatureOfAnotherError)
    draft.when(sign("mentor")).then_refused(AlreadySignedError, "awaited: mentee, mentor_manager")
    draft.when(replace(sign("mentee"), digest="0" * 64)).then_refused(WrongDigestError)
    draft.when(replace(sign("mentee"), agreement_version=2)).then_refused(UnknownAgreementError)
    draft.when(replace(sign("mentee"), agreement_version=0)).then_refused(UnknownAgreementError)


def test_only_the_newest_draft_is_signed() -> None:
    given(PROPOSED, drafted(1), drafted(2)).when(sign("mentee")).then_refused(SupersededError)


def test_signatures_of_an_older_draft_do_not_count() -> None:
    two = drafted(2)
    given(PROPOSED, drafted(1), *THREE, two).when(sign("mentee_manager", two)).then(
        signed("mentee_manager", two)
    )


def test_a_declined_version_needs_a_new_draft() -> None:
    given(PROPOSED, drafted()).when(decline()).then(DECLINED)
    given(PROPOSED, drafted(), DECLINED).when(sign("mentee")).then_refused(DeclinedError)
    given(PROPOSED, drafted(), DECLINED).when(decline()).then_refused(DeclinedError)
    given(PROPOSED, drafted(), DECLINED).when(DRAFT).then(drafted(2))


def test_who_has_signed_may_think_again_until_all_four_have() -> None:
    given(PROPOSED, drafted(), *THREE).when(decline()).then(DECLINED)
    given(*ACTIVE).when(decline()).then_refused(AlreadySignedError)
    given(PROPOSED, drafted()).when(decline(by=MENTEE)).then_refused(SignatureOfAnotherError)


def test_an_amendment_comes_into_force_with_its_fourth_signature() -> None:
    two = drafted(2)
    three = [signed(role, two) for role in SIGNATORIES[:3]]
    given(*ACTIVE).when(DRAFT).then(two)
    given(*ACTIVE, two).when(sign("mentor", two)).then(signed("mentor", two))
    given(*ACTIVE, two, *three).when(sign("mentee_manager", two)).then(
        signed("mentee_manager", two), REPLACED
    )


def test_the_old_version_stays_in_force_while_an_amendment_is_signed_or_declined() -> None:
    refused = AgreementDeclined(
        agreement_version=2, signer_id=MENTOR.person_id, role="mentor", reason="OTHER"
    )
    assert len(given(*ACTIVE, drafted(2)).when(SCHEDULE).events()) == 1
    assert len(given(*ACTIVE, drafted(2), refused).when(SCHEDULE).events()) == 1


def test_a_new_manager_signs_the_version_in_force_anew() -> None:
    renewed = replace(sign("mentor_manager"), by=STRANGER)
    signature = msgspec.structs.replace(signed("mentor_manager"), signer_id=STRANGER.person_id)
    after = given(*ACTIVE, NEW_MANAGER)
    after.when(renewed).then(signature)
    after.when(sign("mentor_manager")).then_refused(SignatureOfAnotherError)
    given(*ACTIVE, NEW_MANAGER, signature).when(renewed).then_refused(AlreadySignedError)
    assert len(after.when(SCHEDULE).events()) == 1


def test_a_new_manager_may_decline_what_stays_in_force() -> None:
    declined = decline(by=STRANGER, role="mentor_manager")
    (event,) = given(*ACTIVE, NEW_MANAGER).when(declined).events()
    assert isinstance(event, AgreementDeclined)
    assert len(given(*ACTIVE, NEW_MANAGER, event).when(SCHEDULE).events()) == 1


def test_a_draft_needs_the_signature_of_the_new_manager() -> None:
    draft = given(PROPOSED, drafted(), *THREE, NEW_MANAGER)
    draft.when(sign("mentee_manager")).then(signed("mentee_manager"))
    four = given(PROPOSED, drafted(), *THREE, NEW_MANAGER, signed("mentee_manager"))
    renewed = replace(sign("mentor_manager"), by=STRANGER)
    assert four.when(renewed).events()[1:] == [ACTIVATED]


def test_a_manager_who_comes_back_signs_again() -> None:
    back = SignatoryReplaced(role="mentor_manager", person_id=MENTOR_MANAGER.person_id)
    draft = given(PROPOSED, drafted(), *THREE, NEW_MANAGER, signed("mentee_manager"), back)
    draft.when(sign("mentor_manager")).then(signed("mentor_manager"), ACTIVATED)


def test_a_manager_is_replaced_once_and_only_while_it_matters() -> None:
    command = ReplaceSignatory(now=NOW, role="mentor_manager", person_id=STRANGER.person_id)
    given(*ACTIVE).when(command).then(NEW_MANAGER)
    given(PROPOSED).when(command).then(NEW_MANAGER)
    given(*ACTIVE, NEW_MANAGER).when(command).then()
    given(*ACTIVE, ENDED).when(command).then()
    given().when(command).then()
