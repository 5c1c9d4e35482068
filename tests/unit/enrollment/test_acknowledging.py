"""Accepted: the participant and the present manager have acknowledged the newest terms."""

import pytest

from services.enrollment.enrollment.acknowledging import (
    AcknowledgeTerms,
    AlreadyAcknowledgedError,
    NotYoursError,
    WrongDigestError,
    WrongRoleError,
)
from services.enrollment.enrollment.asking import NoManagerError, NotOpenError, StaleTermsError
from services.enrollment.enrollment.decider import enrollment
from shared.errors import DomainError
from tests.unit.enrollment.examples import (
    BOSS,
    MIA,
    OTHER,
    THROUGH_ACCEPTANCE,
    accepted,
    acknowledge,
    acknowledged,
    declined,
    requested,
    withdrawn,
)
from tests.unit.enrollment.spec import Spec

given = Spec(enrollment).given
by_mia, by_boss = acknowledged(MIA, "mentee"), acknowledged(BOSS, "manager")


def test_the_last_needed_acknowledgement_accepts_whoever_it_comes_from() -> None:
    given(requested).when(acknowledge(MIA, "mentee")).then(by_mia)
    given(requested, by_mia).when(acknowledge(BOSS, "manager")).then(by_boss, accepted())
    given(requested, by_boss).when(acknowledge(MIA, "mentee")).then(by_mia, accepted())


def test_acknowledgements_of_older_terms_no_longer_count() -> None:
    again = acknowledge(MIA, "mentee", version=2, newest=2)
    by_boss_again = acknowledged(BOSS, "manager", 2)

    given(requested, by_boss).when(again).then(acknowledged(MIA, "mentee", 2))
    given(requested, by_boss, by_mia, by_boss_again).when(again).then(
        acknowledged(MIA, "mentee", 2), accepted(version=2)
    )


def test_an_accepted_enrollment_is_accepted_anew_under_newer_terms() -> None:
    past = (*THROUGH_ACCEPTANCE, acknowledged(MIA, "mentee", 2))

    given(*past).when(acknowledge(BOSS, "manager", version=2, newest=2)).then(
        acknowledged(BOSS, "manager", 2), accepted(version=2)
    )


def test_a_former_managers_acknowledgement_does_not_count() -> None:
    mine = acknowledge(MIA, "mentee", manager_id=OTHER)
    others = acknowledge(OTHER, "manager", manager_id=OTHER)

    given(requested, by_boss).when(mine).then(by_mia)
    given(requested, by_boss, by_mia).when(others).then(
        acknowledged(OTHER, "manager"), accepted(manager_id=OTHER)
    )


def test_a_new_manager_of_the_accepted_acknowledges_without_a_second_acceptance() -> None:
    given(*THROUGH_ACCEPTANCE).when(acknowledge(OTHER, "manager", manager_id=OTHER)).then(
        acknowledged(OTHER, "manager")
    )


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (acknowledge(OTHER, "mentee"), NotYoursError),
        (acknowledge(BOSS, "mentee"), NotYoursError),
        (acknowledge(OTHER, "manager"), NotYoursError),
        (acknowledge(MIA, "manager"), NotYoursError),
        (acknowledge(BOSS, "manager", manager_id=None), NoManagerError),
        (acknowledge(MIA, "mentor"), WrongRoleError),
        (acknowledge(MIA, "mentee", version=1, newest=2), StaleTermsError),
        (acknowledge(MIA, "mentee", version=2, newest=1), StaleTermsError),
        (acknowledge(MIA, "mentee", digest="f" * 64), WrongDigestError),
    ],
)
def test_refused(command: AcknowledgeTerms, refusal: type[DomainError]) -> None:
    given(requested).when(command).then_refused(refusal)


def test_a_stale_version_is_told_the_newest() -> None:
    stale = acknowledge(MIA, "mentee", version=1, newest=2)

    given(requested).when(stale).then_refused(StaleTermsError, "Version 2")


def test_once_is_enough() -> None:
    given(requested, by_mia).when(acknowledge(MIA, "mentee")).then_refused(AlreadyAcknowledgedError)


def test_only_what_is_open_is_acknowledged() -> None:
    command = acknowledge(MIA, "mentee")

    given().when(command).then_refused(NotOpenError)
    given(requested, declined).when(command).then_refused(NotOpenError, "declined")
    given(*THROUGH_ACCEPTANCE, withdrawn).when(command).then_refused(NotOpenError, "withdrawn")
