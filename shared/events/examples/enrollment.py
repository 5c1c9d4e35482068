"""One example of everything that enrollment says."""

from datetime import date

from shared.events.enrollment import (
    EnrollmentAccepted,
    EnrollmentDeclined,
    EnrollmentRequested,
    EnrollmentWithdrawn,
    ManagerChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    ProgramCreated,
    TermsAcknowledged,
    TermsPublished,
    UnavailabilityEnded,
    UnavailabilityPlanned,
)
from shared.events.event import Event, sealed
from shared.events.examples.cast import (
    ENROLLMENT_ID,
    MENTEE_ID,
    MENTEE_MANAGER_ID,
    NEW_MANAGER_ID,
    PROGRAM_ID,
    TIME_ZONE,
)
from shared.events.terms import DurationWeeks, Policy, Responsibilities

TERMS = sealed(
    TermsPublished(
        program_id=PROGRAM_ID,
        terms_version=1,
        responsibilities=Responsibilities(
            mentor="Listens, asks, shares experience, and keeps the agreed times.",
            mentee="Drives: schedules the meetings, sends the agenda, sets and pursues goals.",
            manager="Respects the agreed times, and uses the contingency plan when they collide.",
            administrator="Brings the pair together and asks regularly how it is going.",
        ),
        duration_weeks=DurationWeeks(least=12, usual=26, most=52),
        policy=Policy(),
        digest="",
    )
)

EXAMPLES: tuple[Event, ...] = (
    ProgramCreated(program_id=PROGRAM_ID, key="first-steps"),
    TERMS,
    PersonRegistered(
        person_id=MENTEE_ID,
        subject="staff-1003",
        time_zone=TIME_ZONE,
        manager_id=MENTEE_MANAGER_ID,
    ),
    ManagerChanged(person_id=MENTEE_ID, manager_id=NEW_MANAGER_ID),
    PersonLeft(person_id=MENTEE_ID, left_on=date(2026, 9, 30)),
    PersonErased(person_id=MENTEE_ID),
    EnrollmentRequested(
        enrollment_id=ENROLLMENT_ID,
        program_id=PROGRAM_ID,
        person_id=MENTEE_ID,
        role="mentee",
        capacity=1,
        terms_version=1,
    ),
    TermsAcknowledged(
        enrollment_id=ENROLLMENT_ID,
        person_id=MENTEE_MANAGER_ID,
        as_="manager",
        terms_version=1,
        digest=TERMS.digest,
    ),
    EnrollmentAccepted(
        enrollment_id=ENROLLMENT_ID,
        program_id=PROGRAM_ID,
        person_id=MENTEE_ID,
        role="mentee",
        capacity=1,
        manager_id=MENTEE_MANAGER_ID,
        terms_version=1,
    ),
    EnrollmentDeclined(
        enrollment_id=ENROLLMENT_ID, person_id=MENTEE_MANAGER_ID, reason="TIME_WORKLOAD"
    ),
    EnrollmentWithdrawn(enrollment_id=ENROLLMENT_ID, reason="MOVED_ROLE"),
    UnavailabilityPlanned(
        enrollment_id=ENROLLMENT_ID,
        from_on=date(2026, 6, 1),
        until_on=date(2026, 6, 22),
        reason="LEAVE_PLANNED",
        replacement_id=None,
    ),
    UnavailabilityEnded(enrollment_id=ENROLLMENT_ID, ended_on=date(2026, 6, 15)),
)
