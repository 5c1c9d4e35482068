"""Asking, declining, withdrawing, being away."""

from datetime import date

import pytest

from services.enrollment.enrollment.absences import (
    AbsenceOutOfOrderError,
    AbsenceOverlapsError,
    EndUnavailability,
    NoAbsenceError,
    NotAcceptedError,
    OwnReplacementError,
    PlanUnavailability,
)
from services.enrollment.enrollment.asking import (
    AlreadyAcceptedError,
    Decline,
    EnrollmentExistsError,
    MenteeCapacityError,
    NoTermsError,
    NotOpenError,
    StaleTermsError,
    Withdraw,
)
from services.enrollment.enrollment.decider import enrollment
from shared.events.enrollment import UnavailabilityEnded
from tests.unit.enrollment.examples import (
    BOSS,
    ENROLLMENT,
    MIA,
    THROUGH_ACCEPTANCE,
    declined,
    planned,
    request,
    requested,
    withdrawn,
)
from tests.unit.enrollment.spec import Spec

given = Spec(enrollment).given
decline = Decline(by=BOSS, reason="TIME_WORKLOAD")
withdraw = Withdraw(reason="NO_LONGER_NEEDED")
JANUARY, FEBRUARY, MARCH = date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)


def away(from_on: date, until_on: date) -> PlanUnavailability:
    return PlanUnavailability(
        from_on=from_on, until_on=until_on, reason="LEAVE_PLANNED", replacement_id=None
    )


def back(day: date) -> EndUnavailability:
    return EndUnavailability(ended_on=day)


def ended(day: date) -> UnavailabilityEnded:
    return UnavailabilityEnded(enrollment_id=ENROLLMENT, ended_on=day)


def test_an_enrollment_is_requested_once_under_the_newest_terms() -> None:
    given().when(request()).then(requested)
    given(requested).when(request()).then_refused(EnrollmentExistsError)
    given().when(request(newest_terms=2)).then_refused(StaleTermsError, "Version 2")
    given().when(request(newest_terms=None)).then_refused(NoTermsError)


def test_a_mentee_has_the_capacity_of_one() -> None:
    given().when(request(capacity=2)).then_refused(MenteeCapacityError)


def test_a_request_is_declined_and_an_acceptance_is_not() -> None:
    given(requested).when(decline).then(declined)
    given(*THROUGH_ACCEPTANCE).when(decline).then_refused(AlreadyAcceptedError)


def test_what_is_open_is_withdrawn() -> None:
    given(requested).when(withdraw).then(withdrawn)
    given(*THROUGH_ACCEPTANCE).when(withdraw).then(withdrawn)


@pytest.mark.parametrize("end", [declined, withdrawn])
def test_nothing_happens_after_the_end(end: object) -> None:
    past = (requested, declined if end is declined else withdrawn)

    for command in (decline, withdraw, away(JANUARY, MARCH), back(JANUARY)):
        given(*past).when(command).then_refused(NotOpenError)


def test_an_absence_is_planned_when_accepted() -> None:
    given(*THROUGH_ACCEPTANCE).when(away(JANUARY, MARCH)).then(planned(JANUARY, MARCH))
    given(requested).when(away(JANUARY, MARCH)).then_refused(NotAcceptedError)


def test_an_absence_has_a_day_at_least_and_overlaps_no_other() -> None:
    past = (*THROUGH_ACCEPTANCE, planned(JANUARY, FEBRUARY))

    given(*past).when(away(MARCH, MARCH)).then_refused(AbsenceOutOfOrderError)
    given(*past).when(away(date(2027, 1, 31), MARCH)).then_refused(AbsenceOverlapsError)
    given(*past).when(away(FEBRUARY, MARCH)).then(planned(FEBRUARY, MARCH))


def test_nobody_stands_in_for_themselves() -> None:
    own = PlanUnavailability(
        from_on=JANUARY, until_on=MARCH, reason="LEAVE_PLANNED", replacement_id=MIA
    )

    given(*THROUGH_ACCEPTANCE).when(own).then_refused(OwnReplacementError)


def test_an_absence_ends_on_one_of_its_days() -> None:
    past = (*THROUGH_ACCEPTANCE, planned(JANUARY, FEBRUARY))

    given(*past).when(back(date(2027, 1, 15))).then(ended(date(2027, 1, 15)))
    given(*past).when(back(FEBRUARY)).then_refused(NoAbsenceError, "2027-01-01 until 2027-02-01")
    given(*THROUGH_ACCEPTANCE).when(back(JANUARY)).then_refused(NoAbsenceError, "none")


def test_an_absence_that_ended_leaves_its_days_free() -> None:
    middle = date(2027, 1, 15)
    past = (*THROUGH_ACCEPTANCE, planned(JANUARY, FEBRUARY), ended(middle))

    given(*past).when(away(middle, MARCH)).then(planned(middle, MARCH))
    given(*past).when(back(date(2027, 1, 20))).then_refused(NoAbsenceError)
