"""What a partnership is at one version of its stream. Data only: no rule lives here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

from shared.events.partnerships import (
    AgreementDrafted,
    ConflictOutcome,
    ManagerRole,
    Outcome,
    SignatoryRole,
)
from shared.events.reasons import Reason
from shared.events.terms import Policy

SIGNATORIES: tuple[SignatoryRole, ...] = ("mentor", "mentee", "mentor_manager", "mentee_manager")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The four people of one partnership, and the terms that they are held to."""

    partnership_id: UUID
    program_id: UUID
    people: Mapping[SignatoryRole, UUID]
    time_zone: str
    terms_version: int
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One version of the agreement and who has said what to it."""

    text: AgreementDrafted
    signed: Mapping[SignatoryRole, UUID] = field(default_factory=dict)
    declined: frozenset[SignatoryRole] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When a meeting is to be, and the version of the agreement in force when that was agreed."""

    starts_at: datetime
    minutes: int
    slot: int | None
    agreement_version: int


Answer: TypeAlias = Literal["confirmed", "disputed"]


@dataclass(frozen=True, kw_only=True)
class HeldReport:
    """One of the pair says that they met; `answer` is what the other said to that."""

    reported_by: UUID
    started_at: datetime
    minutes: int
    answer: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class MissedReport:
    """One of the pair says that the meeting did not take place."""

    reported_by: UUID
    absent: Literal["mentor", "mentee", "both"]
    reason: Reason
    answer: Answer | None = None


Report: TypeAlias = HeldReport | MissedReport


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """`plan` is null for a meeting that was held without having been scheduled."""

    meeting_id: UUID
    plan: Plan | None
    cancelled: bool = False
    report: Report | None = None


@dataclass(frozen=True, kw_only=True)
class Conflict:
    conflict_id: UUID
    meeting_id: UUID
    role: ManagerRole
    reason: Reason
    raised_at: datetime
    outcome: ConflictOutcome | None = None


@dataclass(frozen=True, kw_only=True)
class Goal:
    goal_id: UUID
    due_on: date | None
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class Paused:
    """From `paused_on` up to, not including, `until_on`; `resumes_on` is the end first planned."""

    paused_on: date
    resumes_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class Unproposed:
    pass


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """Four people are working out their agreement."""

    pair: Pair
    drafts: tuple[Draft, ...] = ()
    pauses: tuple[Paused, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Active:
    """An agreement is in force: the version `in_force`."""

    pair: Pair
    drafts: tuple[Draft, ...]
    pauses: tuple[Paused, ...]
    in_force: int
    meetings: Mapping[UUID, Meeting] = field(default_factory=dict)
    conflicts: Mapping[UUID, Conflict] = field(default_factory=dict)
    goals: Mapping[UUID, Goal] = field(default_factory=dict)
    check_ins: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Final. `before` is what it was until then."""

    before: Proposed | Active
    ended_on: date
    outcome: Outcome
    reason: Reason


Ongoing: TypeAlias = Proposed | Active
Existing: TypeAlias = Proposed | Active | Ended
State: TypeAlias = Unproposed | Proposed | Active | Ended


def draft(state: Ongoing, agreement_version: int) -> Draft | None:
    known = 1 <= agreement_version <= len(state.drafts)
    return state.drafts[agreement_version - 1] if known else None


def agreement(state: Active, agreement_version: int | None = None) -> AgreementDrafted:
    """The text of a version that was in force; by default of the one that is."""
    return state.drafts[(agreement_version or state.in_force) - 1].text


def unsigned(version: Draft) -> tuple[SignatoryRole, ...]:
    """The roles whose present holder has not signed this version."""
    return tuple(role for role in SIGNATORIES if role not in version.signed)


def is_pending(meeting: Meeting) -> bool:
    return meeting.plan is not None and meeting.report is None and not meeting.cancelled
