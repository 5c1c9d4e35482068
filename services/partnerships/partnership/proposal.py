"""A partnership is proposed between two accepted enrollments. What is known of them comes along."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.partnerships.partnership.asking import (
    AskedBy,
    require_administrator,
)
from services.partnerships.partnership.pausing import Absence
from services.partnerships.partnership.state import Pair, State, Unproposed
from services.partnerships.partnership.zones import zone
from shared.errors import DomainError
from shared.events.enrollment import ParticipantRole
from shared.events.partnerships import PartnershipEvent, PartnershipPaused, PartnershipProposed
from shared.events.terms import Policy


class PartnershipExistsError(DomainError):
    rule = "partnership-exists"


class SamePersonError(DomainError):
    rule = "same-person"


class NotAcceptedError(DomainError):
    rule = "enrollment-not-accepted"


class OutdatedTermsError(DomainError):
    rule = "terms-outdated"


class NoManagerError(DomainError):
    rule = "no-manager"


class ReportingLineError(DomainError):
    rule = "reporting-line"


class MentorFullError(DomainError):
    rule = "mentor-full"


class AlreadyPartnersError(DomainError):
    rule = "already-partners"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An accepted enrollment. `line` is who the person reports to, upwards, the manager first."""

    person_id: UUID
    terms_version: int
    capacity: int
    line: tuple[UUID, ...]
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What enrollment has said. A candidate is null without an accepted enrollment."""

    terms_version: int
    policy: Policy
    mentor: Candidate | None
    mentee: Candidate | None
    partners_of_mentor: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class Propose(AskedBy):
    partnership_id: UUID
    program_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    time_zone: str
    known: Knowledge


def propose(command: Propose, state: State) -> Sequence[PartnershipEvent]:
    require_administrator(command.by)
    if not isinstance(state, Unproposed):
        raise PartnershipExistsError("This partnership_id is taken: give another, or none.")
    if command.mentor_id == command.mentee_id:
        raise SamePersonError("A mentor and a mentee are two different people.")
    zone(command.time_zone)
    mentor = _accepted(command.known, command.known.mentor, "mentor")
    mentee = _accepted(command.known, command.known.mentee, "mentee")
    _require_distance(mentor, mentee)
    _require_capacity(command.known, mentor, mentee)
    proposed = PartnershipProposed(
        partnership_id=command.partnership_id,
        program_id=command.program_id,
        mentor_id=mentor.person_id,
        mentee_id=mentee.person_id,
        mentor_manager_id=mentor.line[0],
        mentee_manager_id=mentee.line[0],
        time_zone=command.time_zone,
        terms_version=command.known.terms_version,
        policy=command.known.policy,
    )
    return [proposed, *_known_absences(command, mentor, mentee)]


def pair_of(event: PartnershipProposed) -> Pair:
    return Pair(
        partnership_id=event.partnership_id,
        program_id=event.program_id,
        people={
            "mentor": event.mentor_id,
            "mentee": event.mentee_id,
            "mentor_manager": event.mentor_manager_id,
            "mentee_manager": event.mentee_manager_id,
        },
        time_zone=event.time_zone,
        terms_version=event.terms_version,
        policy=event.policy,
    )


def _accepted(known: Knowledge, candidate: Candidate | None, role: ParticipantRole) -> Candidate:
    if candidate is None:
        raise NotAcceptedError(
            f"The {role} needs an accepted enrollment as {role} in this program: enroll, "
            f"and have the {role} and their manager acknowledge the terms."
        )
    if candidate.terms_version != known.terms_version:
        raise OutdatedTermsError(
            f"The {role} was accepted under version {candidate.terms_version} of the terms; "
            f"accepted under the newest, {known.terms_version}, a proposal is possible."
        )
    if not candidate.line:
        raise NoManagerError(f"The {role} needs a manager who can sign: name one in enrollment.")
    return candidate


def _require_distance(mentor: Candidate, mentee: Candidate) -> None:
    if mentor.person_id in mentee.line or mentee.person_id in mentor.line:
        raise ReportingLineError(
            "Neither may be in the other's reporting line: choose somebody outside of it."
        )


def _require_capacity(known: Knowledge, mentor: Candidate, mentee: Candidate) -> None:
    if mentee.person_id in known.partners_of_mentor:
        raise AlreadyPartnersError(
            "These two have a partnership in this program: end it before another is proposed."
        )
    if len(known.partners_of_mentor) >= mentor.capacity:
        raise MentorFullError(
            f"The mentor has taken {mentor.capacity} of {mentor.capacity}: choose a mentor with "
            "free capacity, or end a partnership first."
        )


def _known_absences(
    command: Propose, mentor: Candidate, mentee: Candidate
) -> list[PartnershipEvent]:
    today = command.moment.astimezone(zone(command.time_zone)).date()
    return [
        PartnershipPaused(
            paused_on=absence.from_on, resumes_on=absence.until_on, reason=absence.reason
        )
        for absence in (*mentor.absences, *mentee.absences)
        if absence.away_until > today
    ]
