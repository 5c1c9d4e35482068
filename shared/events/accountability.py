"""Events said by accountability (stream `partnership-<id>`): alerts, and how they are handled."""

from typing import ClassVar, Literal, TypeAlias, get_args
from uuid import UUID

from msgspec.structs import asdict

from shared.events.event import Event, Instant, by_type
from shared.events.partnerships import SignatoryRole
from shared.events.reasons import Reason

TOPIC = "mentoring.accountability.events"
SOURCE = "/mentoring/accountability"

Rule: TypeAlias = Literal[
    "agreement-stalled",
    "check-in-overdue",
    "conflict-unanswered",
    "missed-streak",
    "no-meeting",
    "no-next-meeting",
    "no-progress",
    "not-ended",
]
AlertLevel: TypeAlias = Literal["watch", "red", "managers", "decision"]
Told: TypeAlias = SignatoryRole | Literal["administrator"]
Resolution: TypeAlias = Literal[
    "met",
    "scheduled",
    "activated",
    "ended",
    "progressed",
    "checked_in",
    "answered",
    "terms_changed",
    "no_longer_true",
]


class AlertEvent(Event, frozen=True, kw_only=True):
    """What every fact about an alert carries. `by_event` is null where time did it."""

    alert_id: UUID
    partnership_id: UUID
    program_id: UUID
    rule: Rule


class AlertRaised(AlertEvent, frozen=True, kw_only=True):
    basis: str
    level: AlertLevel
    due_at: Instant
    raised_at: Instant
    evidence: tuple[UUID, ...]
    tell: tuple[Told, ...]
    by_event: UUID | None


class AlertEscalated(AlertEvent, frozen=True, kw_only=True):
    level: AlertLevel
    due_at: Instant
    raised_at: Instant
    tell: tuple[Told, ...]
    by_event: UUID | None


class AlertEased(AlertEvent, frozen=True, kw_only=True):
    level: AlertLevel
    at: Instant
    by_event: UUID


class AlertResolved(AlertEvent, frozen=True, kw_only=True):
    reason: Resolution
    at: Instant
    by_event: UUID
    tell: tuple[Told, ...]


class AlertWithdrawn(AlertEvent, frozen=True, kw_only=True):
    """The alert should not have been: they had met, or what it rested on is gone."""

    reason: Literal["late_evidence", "basis_gone"]
    at: Instant
    by_event: UUID
    tell: tuple[Told, ...]


class AlertAcknowledged(AlertEvent, frozen=True, kw_only=True):
    by: UUID
    at: Instant


class AlertSnoozed(AlertEvent, frozen=True, kw_only=True):
    """`reason` is null where nobody gave one."""

    VERSION: ClassVar[int] = 2

    by: UUID
    at: Instant
    until: Instant
    reason: Reason | None


class AlertSnoozedV1(AlertEvent, frozen=True, kw_only=True):
    """As it was said before a reason could be given; it is still read, and said no more."""

    by: UUID
    at: Instant
    until: Instant

    def renewed(self) -> AlertSnoozed:
        return AlertSnoozed(**asdict(self), reason=None)


class AlertDismissed(AlertEvent, frozen=True, kw_only=True):
    by: UUID
    at: Instant
    reason: Reason


DerivedEvent: TypeAlias = AlertRaised | AlertEscalated | AlertEased | AlertResolved | AlertWithdrawn
HandlingEvent: TypeAlias = AlertAcknowledged | AlertSnoozed | AlertDismissed

VOCABULARY = by_type(*get_args(DerivedEvent | HandlingEvent), AlertSnoozedV1)
