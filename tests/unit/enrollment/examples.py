"""One enrollment, and what can happen to it."""

from datetime import date
from uuid import UUID

from services.enrollment.enrollment.acknowledging import AcknowledgeTerms
from services.enrollment.enrollment.asking import RequestEnrollment
from shared.events.enrollment import (
    AcknowledgingRole,
    EnrollmentAccepted,
    EnrollmentDeclined,
    EnrollmentRequested,
    EnrollmentWithdrawn,
    TermsAcknowledged,
    UnavailabilityPlanned,
)

ENROLLMENT, PROGRAM, MIA, BOSS, OTHER = (UUID(int=number) for number in range(1, 6))
DIGESTS = {1: "1" * 64, 2: "2" * 64}

requested = EnrollmentRequested(
    enrollment_id=ENROLLMENT,
    program_id=PROGRAM,
    person_id=MIA,
    role="mentee",
    capacity=1,
    terms_version=1,
)


def request(
    *, capacity: int = 1, terms_version: int = 1, newest_terms: int | None = 1
) -> RequestEnrollment:
    return RequestEnrollment(
        enrollment_id=ENROLLMENT,
        program_id=PROGRAM,
        person_id=MIA,
        role="mentee",
        capacity=capacity,
        terms_version=terms_version,
        newest_terms=newest_terms,
    )


def acknowledge(  # noqa: PLR0913 - what differs between tests
    by: UUID,
    as_: AcknowledgingRole,
    *,
    version: int = 1,
    newest: int = 1,
    digest: str | None = None,
    manager_id: UUID | None = BOSS,
) -> AcknowledgeTerms:
    return AcknowledgeTerms(
        by=by,
        as_=as_,
        terms_version=version,
        digest=digest or DIGESTS[version],
        newest_terms=newest,
        newest_digest=DIGESTS[newest],
        manager_id=manager_id,
    )


def acknowledged(by: UUID, as_: AcknowledgingRole, version: int = 1) -> TermsAcknowledged:
    return TermsAcknowledged(
        enrollment_id=ENROLLMENT,
        person_id=by,
        as_=as_,
        terms_version=version,
        digest=DIGESTS[version],
    )


def accepted(version: int = 1, manager_id: UUID = BOSS) -> EnrollmentAccepted:
    return EnrollmentAccepted(
        enrollment_id=ENROLLMENT,
        program_id=PROGRAM,
        person_id=MIA,
        role="mentee",
        capacity=1,
        manager_id=manager_id,
        terms_version=version,
    )


declined = EnrollmentDeclined(enrollment_id=ENROLLMENT, person_id=BOSS, reason="TIME_WORKLOAD")
withdrawn = EnrollmentWithdrawn(enrollment_id=ENROLLMENT, reason="NO_LONGER_NEEDED")
THROUGH_ACCEPTANCE = (
    requested,
    acknowledged(MIA, "mentee"),
    acknowledged(BOSS, "manager"),
    accepted(),
)


def planned(from_on: date, until_on: date) -> UnavailabilityPlanned:
    return UnavailabilityPlanned(
        enrollment_id=ENROLLMENT,
        from_on=from_on,
        until_on=until_on,
        reason="LEAVE_PLANNED",
        replacement_id=None,
    )
