"""Events said by partnerships (stream `partnership-<id>`)."""

from datetime import date
from typing import Annotated, Literal, TypeAlias, get_args
from uuid import UUID

import msgspec

from shared.events.agreement import Contingency, Minutes, Slot
from shared.events.event import Digest, Event, Instant, Level, by_type
from shared.events.reasons import Reason
from shared.events.terms import AtLeastOne, Days, Policy

TOPIC = "mentoring.partnerships.events"
SOURCE = "/mentoring/partnerships"

SignatoryRole: TypeAlias = Literal["mentor", "mentee", "mentor_manager", "mentee_manager"]
ManagerRole: TypeAlias = Literal["mentor_manager", "mentee_manager"]
Partner: TypeAlias = Literal["mentor", "mentee"]
ConflictOutcome: TypeAlias = Literal["upheld", "contingency", "renegotiate"]
Outcome: TypeAlias = Literal["completed", "no_fault", "withdrawn", "rematched", "inactive"]
Index: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
Rating: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=5)]


class PartnershipProposed(Event, frozen=True, kw_only=True):
    """The administrator brings a mentor and a mentee together under the terms they acknowledged."""

    partnership_id: UUID
    program_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    mentor_manager_id: UUID
    mentee_manager_id: UUID
    time_zone: str
    terms_version: AtLeastOne
    policy: Policy


class AgreementDrafted(Event, frozen=True, kw_only=True):
    """A version of the agreement; `digest` is what all four sign."""

    agreement_version: AtLeastOne
    starts_on: date
    ends_on: date
    cadence_days: AtLeastOne
    slots: tuple[Slot, ...]
    notice_hours: Days
    contingencies: tuple[Contingency, ...]
    scheduler: Literal["mentee"]
    agenda_hours: Days
    review_on: date
    digest: Digest


class AgreementSigned(Event, frozen=True, kw_only=True):
    agreement_version: AtLeastOne
    signer_id: UUID
    role: SignatoryRole
    digest: Digest


class AgreementDeclined(Event, frozen=True, kw_only=True):
    agreement_version: AtLeastOne
    signer_id: UUID
    role: SignatoryRole
    reason: Reason


class PartnershipActivated(Event, frozen=True, kw_only=True):
    """All four have signed the same digest."""

    agreement_version: AtLeastOne
    starts_on: date
    ends_on: date
    cadence_days: AtLeastOne
    notice_hours: Days


class AgreementReplaced(Event, frozen=True, kw_only=True):
    """All four have signed a newer version, and it is in force."""

    agreement_version: AtLeastOne
    starts_on: date
    ends_on: date
    cadence_days: AtLeastOne
    notice_hours: Days


class SignatoryReplaced(Event, frozen=True, kw_only=True):
    """A new manager took over; the agreement in force stays in force."""

    role: ManagerRole
    person_id: UUID


class MeetingScheduled(Event, frozen=True, kw_only=True):
    """`slot` is an index into the agreement's slots, or null."""

    meeting_id: UUID
    starts_at: Instant
    minutes: Minutes
    slot: Index | None
    by: UUID


class MeetingRescheduled(Event, frozen=True, kw_only=True):
    meeting_id: UUID
    starts_at: Instant
    minutes: Minutes
    by: UUID
    reason: Reason


class MeetingCancelled(Event, frozen=True, kw_only=True):
    meeting_id: UUID
    by: UUID
    reason: Reason


class MeetingHeld(Event, frozen=True, kw_only=True):
    meeting_id: UUID
    started_at: Instant
    minutes: Minutes
    reported_by: UUID


class MeetingMissed(Event, frozen=True, kw_only=True):
    meeting_id: UUID
    absent: Literal["mentor", "mentee", "both"]
    reported_by: UUID
    reason: Reason


class MeetingConfirmed(Event, frozen=True, kw_only=True):
    meeting_id: UUID
    by: UUID


class MeetingDisputed(Event, frozen=True, kw_only=True):
    meeting_id: UUID
    by: UUID


class MeetingRetracted(Event, frozen=True, kw_only=True):
    """Every report on the meeting is taken back: it is as scheduled again."""

    meeting_id: UUID
    by: UUID


class ConflictRaised(Event, frozen=True, kw_only=True):
    """A manager claims that something else has priority over a meeting."""

    conflict_id: UUID
    meeting_id: UUID
    raised_by: UUID
    role: ManagerRole
    reason: Reason


class ConflictAnswered(Event, frozen=True, kw_only=True):
    """Answered from the agreement in force; `contingency` is an index into it, or null."""

    conflict_id: UUID
    outcome: ConflictOutcome
    contingency: Index | None
    agreement_version: AtLeastOne
    by: UUID


class GoalSet(Event, frozen=True, kw_only=True):
    goal_id: UUID
    due_on: date | None


class ProgressReported(Event, frozen=True, kw_only=True):
    goal_id: UUID
    level: Level
    reported_by: UUID


class CheckInRecorded(Event, frozen=True, kw_only=True):
    """The administrator's talk with one of the pair."""

    check_in_id: UUID
    with_: Partner = msgspec.field(name="with")
    by: UUID
    meeting_as_agreed: Literal["yes", "partly", "no"]
    progress: Level
    obstacle: Reason | None
    manager_respects_times: Literal["yes", "no", "unknown"]
    rating: Rating
    needs_help: bool


class SilenceExplained(Event, frozen=True, kw_only=True):
    by: UUID
    reason: Reason
    next_meeting_on: date | None


class PartnershipPaused(Event, frozen=True, kw_only=True):
    """Nothing is due from `paused_on` up to, not including, `resumes_on`."""

    paused_on: date
    resumes_on: date
    reason: Reason


class PartnershipResumed(Event, frozen=True, kw_only=True):
    resumed_on: date


class PartnershipEnded(Event, frozen=True, kw_only=True):
    ended_on: date
    outcome: Outcome
    reason: Reason


PartnershipEvent: TypeAlias = (
    PartnershipProposed
    | AgreementDrafted
    | AgreementSigned
    | AgreementDeclined
    | PartnershipActivated
    | AgreementReplaced
    | SignatoryReplaced
    | MeetingScheduled
    | MeetingRescheduled
    | MeetingCancelled
    | MeetingHeld
    | MeetingMissed
    | MeetingConfirmed
    | MeetingDisputed
    | MeetingRetracted
    | ConflictRaised
    | ConflictAnswered
    | GoalSet
    | ProgressReported
    | CheckInRecorded
    | SilenceExplained
    | PartnershipPaused
    | PartnershipResumed
    | PartnershipEnded
)

VOCABULARY = by_type(*get_args(PartnershipEvent))
