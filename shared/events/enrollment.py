"""Events said by enrollment (streams `program-<id>`, `person-<id>`, `enrollment-<id>`)."""

from datetime import date
from typing import Literal, TypeAlias, get_args
from uuid import UUID

import msgspec

from shared.events.event import Digest, Event, by_type
from shared.events.reasons import Reason
from shared.events.terms import AtLeastOne, DurationWeeks, Policy, Responsibilities

TOPIC = "mentoring.enrollment.events"
PEOPLE_TOPIC = "mentoring.enrollment.people"
SOURCE = "/mentoring/enrollment"

ParticipantRole: TypeAlias = Literal["mentor", "mentee"]
AcknowledgingRole: TypeAlias = Literal["mentor", "mentee", "manager"]


class ProgramCreated(Event, frozen=True, kw_only=True):
    """A mentoring program exists; `key` is its short public name."""

    program_id: UUID
    key: str


class TermsPublished(Event, frozen=True, kw_only=True):
    """A numbered, immutable version of a program's terms; `digest` is what people acknowledge."""

    program_id: UUID
    terms_version: AtLeastOne
    responsibilities: Responsibilities
    duration_weeks: DurationWeeks
    policy: Policy
    digest: Digest


class PersonRegistered(Event, frozen=True, kw_only=True):
    """Somebody of the company is known; `subject` is who they are to the identity provider."""

    person_id: UUID
    subject: str
    time_zone: str
    manager_id: UUID | None


class ManagerChanged(Event, frozen=True, kw_only=True):
    person_id: UUID
    manager_id: UUID | None


class PersonLeft(Event, frozen=True, kw_only=True):
    """The person left the company; `left_on` is the last day."""

    person_id: UUID
    left_on: date


class PersonErased(Event, frozen=True, kw_only=True):
    """The person's name, address and texts are gone for good."""

    person_id: UUID


class EnrollmentRequested(Event, frozen=True, kw_only=True):
    """One person asks to take part; `capacity` is how many mentees a mentor takes (mentees: 1)."""

    enrollment_id: UUID
    program_id: UUID
    person_id: UUID
    role: ParticipantRole
    capacity: AtLeastOne
    terms_version: AtLeastOne


class TermsAcknowledged(Event, frozen=True, kw_only=True):
    """One person has understood one version of the terms in one role."""

    enrollment_id: UUID
    person_id: UUID
    as_: AcknowledgingRole = msgspec.field(name="as")
    terms_version: AtLeastOne
    digest: Digest


class EnrollmentAccepted(Event, frozen=True, kw_only=True):
    """The participant and the manager have acknowledged the newest terms."""

    enrollment_id: UUID
    program_id: UUID
    person_id: UUID
    role: ParticipantRole
    capacity: AtLeastOne
    manager_id: UUID
    terms_version: AtLeastOne


class EnrollmentDeclined(Event, frozen=True, kw_only=True):
    enrollment_id: UUID
    person_id: UUID
    reason: Reason


class EnrollmentWithdrawn(Event, frozen=True, kw_only=True):
    enrollment_id: UUID
    reason: Reason


class UnavailabilityPlanned(Event, frozen=True, kw_only=True):
    """The participant is away from `from_on` up to, not including, `until_on`."""

    enrollment_id: UUID
    from_on: date
    until_on: date
    reason: Reason
    replacement_id: UUID | None


class UnavailabilityEnded(Event, frozen=True, kw_only=True):
    enrollment_id: UUID
    ended_on: date


ProgramEvent: TypeAlias = ProgramCreated | TermsPublished
PersonEvent: TypeAlias = PersonRegistered | ManagerChanged | PersonLeft | PersonErased
EnrollmentEvent: TypeAlias = (
    EnrollmentRequested
    | TermsAcknowledged
    | EnrollmentAccepted
    | EnrollmentDeclined
    | EnrollmentWithdrawn
    | UnavailabilityPlanned
    | UnavailabilityEnded
)

VOCABULARY = by_type(*get_args(ProgramEvent | PersonEvent | EnrollmentEvent))
