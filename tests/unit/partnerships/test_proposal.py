"""Who can be brought together, and who cannot."""

from dataclasses import replace
from datetime import date

import pytest

from services.partnerships.partnership.asking import AdministratorOnlyError, TimeInFutureError
from services.partnerships.partnership.pausing import Absence
from services.partnerships.partnership.proposal import (
    AlreadyPartnersError,
    Knowledge,
    MentorFullError,
    NoManagerError,
    NotAcceptedError,
    OutdatedTermsError,
    PartnershipExistsError,
    ReportingLineError,
    SamePersonError,
)
from services.partnerships.partnership.zones import UnknownTimeZoneError
from shared.errors import DomainError
from shared.events.partnerships import PartnershipPaused, PartnershipProposed
from tests.unit.partnerships.examples import (
    DAY,
    KNOWN,
    MENTEE,
    MENTEE_CANDIDATE,
    MENTEE_MANAGER,
    MENTOR,
    MENTOR_CANDIDATE,
    NOW,
    PROPOSE,
    PROPOSED,
    STRANGER,
    an_id,
)
from tests.unit.partnerships.spec import given


def test_two_accepted_enrollments_can_be_brought_together() -> None:
    given().when(PROPOSE).then(PROPOSED)


def test_both_may_have_the_same_manager() -> None:
    line = (MENTEE_MANAGER.person_id,)
    known = replace(KNOWN, mentor=replace(MENTOR_CANDIDATE, line=line))
    shared_manager = replace(PROPOSE, known=known)
    (event,) = given().when(shared_manager).events()
    assert isinstance(event, PartnershipProposed)
    assert event.mentor_manager_id == event.mentee_manager_id == MENTEE_MANAGER.person_id


def test_who_is_known_to_be_away_pauses_the_partnership_from_the_start() -> None:
    past, ahead = (
        Absence(from_on=date(2027, m, 1), until_on=date(2027, m, 20), reason="LEAVE_PLANNED")
        for m in (2, 4)
    )
    known = replace(KNOWN, mentee=replace(MENTEE_CANDIDATE, absences=(past, ahead)))
    paused = PartnershipPaused(
        paused_on=ahead.from_on, resumes_on=ahead.until_on, reason="LEAVE_PLANNED"
    )
    given().when(replace(PROPOSE, known=known)).then(PROPOSED, paused)


def test_nothing_is_proposed_twice() -> None:
    given(PROPOSED).when(PROPOSE).then_refused(PartnershipExistsError)


@pytest.mark.parametrize(
    ("known", "error"),
    [
        (replace(KNOWN, mentor=None), NotAcceptedError),
        (replace(KNOWN, mentee=None), NotAcceptedError),
        (replace(KNOWN, terms_version=3), OutdatedTermsError),
        (replace(KNOWN, mentee=replace(MENTEE_CANDIDATE, line=())), NoManagerError),
        (
            replace(KNOWN, mentee=replace(MENTEE_CANDIDATE, line=(an_id(9), MENTOR.person_id))),
            ReportingLineError,
        ),
        (
            replace(KNOWN, mentor=replace(MENTOR_CANDIDATE, line=(MENTEE.person_id,))),
            ReportingLineError,
        ),
        (replace(KNOWN, partners_of_mentor=(an_id(8), an_id(9))), MentorFullError),
        (replace(KNOWN, partners_of_mentor=(MENTEE.person_id,)), AlreadyPartnersError),
    ],
)
def test_what_is_known_can_speak_against_it(known: Knowledge, error: type[DomainError]) -> None:
    given().when(replace(PROPOSE, known=known)).then_refused(error)


def test_nobody_mentors_themself() -> None:
    given().when(replace(PROPOSE, mentee_id=MENTOR.person_id)).then_refused(SamePersonError)


def test_only_an_administrator_proposes() -> None:
    given().when(replace(PROPOSE, by=STRANGER)).then_refused(AdministratorOnlyError)


def test_a_time_zone_is_one_of_the_known() -> None:
    given().when(replace(PROPOSE, time_zone="Berlin")).then_refused(UnknownTimeZoneError)


def test_nothing_has_happened_in_the_future() -> None:
    given().when(replace(PROPOSE, happened_at=NOW + DAY)).then_refused(TimeInFutureError)
