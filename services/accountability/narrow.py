"""What the rules read of each event, and nothing else of it.

Ids stay text exactly as written; fields that nobody reads may hold anything.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, TypeAlias

import msgspec

from services.accountability.calendar import zone

Aware: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]


class PinnedPolicy(msgspec.Struct, frozen=True, gc=False):
    """When the rules speak; a field that is missing has its default."""

    first_meeting_days: int = 14
    watch_factor: Decimal = Decimal("1.5")
    red_factor: Decimal = Decimal("2.0")
    decision_factor: Decimal = Decimal("3.0")
    managers_after_days: int = 14
    next_meeting_days: int = 7
    missed_streak: int = 2
    stalled_agreement_days: int = 21
    progress_days: int = 60
    check_in_days: tuple[int, ...] = (14, 30, 60, 90)
    check_in_every_days: int = 60
    check_in_grace_days: int = 7
    conflict_answer_days: int = 2
    quiet_days_before_end: int = 7
    not_ended_days: int = 7

    def __post_init__(self) -> None:
        """Write 1e1 as 10, as a journal gives it back: the same case has the same text then."""
        for name in ("watch_factor", "red_factor", "decision_factor"):
            written = getattr(self, name)
            msgspec.structs.force_setattr(self, name, Decimal(f"{written:f}"))


class PartnershipProposed(msgspec.Struct, frozen=True, gc=False):
    program_id: str
    time_zone: str
    policy: PinnedPolicy = PinnedPolicy()

    def __post_init__(self) -> None:
        zone(self.time_zone)


class PartnershipActivated(msgspec.Struct, frozen=True, gc=False):
    starts_on: date
    ends_on: date
    cadence_days: int
    notice_hours: int


class AgreementReplaced(msgspec.Struct, frozen=True, gc=False):
    starts_on: date
    ends_on: date
    cadence_days: int
    notice_hours: int


class MeetingScheduled(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str
    starts_at: Aware


class MeetingRescheduled(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str
    starts_at: Aware


class MeetingCancelled(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str
    reason: str | None = None


class MeetingHeld(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str
    started_at: Aware


class MeetingMissed(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str
    reason: str | None = None


class MeetingConfirmed(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str


class MeetingDisputed(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str


class MeetingRetracted(msgspec.Struct, frozen=True, gc=False):
    meeting_id: str


class ConflictRaised(msgspec.Struct, frozen=True, gc=False):
    conflict_id: str
    meeting_id: str


class ConflictAnswered(msgspec.Struct, frozen=True, gc=False):
    conflict_id: str


class GoalSet(msgspec.Struct, frozen=True, gc=False):
    goal_id: str


class ProgressReported(msgspec.Struct, frozen=True, gc=False):
    goal_id: str
    level: int


class CheckInRecorded(msgspec.Struct, frozen=True, gc=False):
    with_: str = msgspec.field(name="with")


class PartnershipPaused(msgspec.Struct, frozen=True, gc=False):
    paused_on: date
    resumes_on: date


class PartnershipResumed(msgspec.Struct, frozen=True, gc=False):
    resumed_on: date


class PartnershipEnded(msgspec.Struct, frozen=True, gc=False):
    """That it was said is enough."""


MeetingFact: TypeAlias = (
    MeetingScheduled
    | MeetingRescheduled
    | MeetingCancelled
    | MeetingHeld
    | MeetingMissed
    | MeetingConfirmed
    | MeetingDisputed
    | MeetingRetracted
)
Read: TypeAlias = (
    PartnershipProposed
    | PartnershipActivated
    | AgreementReplaced
    | MeetingFact
    | ConflictRaised
    | ConflictAnswered
    | GoalSet
    | ProgressReported
    | CheckInRecorded
    | PartnershipPaused
    | PartnershipResumed
    | PartnershipEnded
)

READ: tuple[type[Read], ...] = (
    PartnershipProposed,
    PartnershipActivated,
    AgreementReplaced,
    MeetingScheduled,
    MeetingRescheduled,
    MeetingCancelled,
    MeetingHeld,
    MeetingMissed,
    MeetingConfirmed,
    MeetingDisputed,
    MeetingRetracted,
    ConflictRaised,
    ConflictAnswered,
    GoalSet,
    ProgressReported,
    CheckInRecorded,
    PartnershipPaused,
    PartnershipResumed,
)
