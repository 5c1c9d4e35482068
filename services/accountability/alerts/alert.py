"""An alert as its own events tell it: one state, for the table, the decider and past instants."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, TypeAlias, assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from shared.events.accountability import (
    AlertAcknowledged,
    AlertDismissed,
    AlertEased,
    AlertEscalated,
    AlertLevel,
    AlertRaised,
    AlertResolved,
    AlertSnoozed,
    AlertWithdrawn,
    DerivedEvent,
    HandlingEvent,
    Rule,
    Told,
)

LEVELS: tuple[AlertLevel, ...] = ("watch", "red", "managers", "decision")


class Closing(Struct, frozen=True, kw_only=True):
    closed_at: datetime
    closed_as: Literal["resolved", "withdrawn"]
    reason: str
    by_event: UUID


class Alert(Struct, frozen=True, kw_only=True):
    """`reached_at`: when the present level was reached; `acknowledged_level`: the level seen."""

    alert_id: UUID
    partnership_id: UUID
    program_id: UUID
    rule: Rule
    basis: str
    level: AlertLevel
    due_at: datetime
    raised_at: datetime
    reached_at: datetime
    evidence: tuple[UUID, ...]
    told: tuple[Told, ...]
    by_event: UUID | None
    closing: Closing | None = None
    acknowledged: AlertAcknowledged | None = None
    acknowledged_level: AlertLevel | None = None
    snoozed: AlertSnoozed | None = None
    dismissed: AlertDismissed | None = None

    @property
    def handled(self) -> bool:
        return bool(self.acknowledged or self.snoozed or self.dismissed)


Alerts: TypeAlias = Mapping[UUID, Alert]
AlertEvent: TypeAlias = DerivedEvent | HandlingEvent


def raised(event: AlertRaised) -> Alert:
    return Alert(
        alert_id=event.alert_id,
        partnership_id=event.partnership_id,
        program_id=event.program_id,
        rule=event.rule,
        basis=event.basis,
        level=event.level,
        due_at=event.due_at,
        raised_at=event.raised_at,
        reached_at=event.raised_at,
        evidence=event.evidence,
        told=event.tell,
        by_event=event.by_event,
    )


def derived(
    alert: Alert, event: AlertEscalated | AlertEased | AlertResolved | AlertWithdrawn
) -> Alert:
    match event:
        case AlertEscalated():
            told = tuple(dict.fromkeys((*alert.told, *event.tell)))
            return replace(alert, level=event.level, reached_at=event.raised_at, told=told)
        case AlertEased():
            return replace(alert, level=event.level, reached_at=event.at)
        case AlertResolved():
            return replace(alert, closing=closing(event, "resolved"))
        case AlertWithdrawn():
            return replace(alert, closing=closing(event, "withdrawn"))
        case _:
            assert_never(event)


def closing(
    event: AlertResolved | AlertWithdrawn, closed_as: Literal["resolved", "withdrawn"]
) -> Closing:
    return Closing(
        closed_at=event.at, closed_as=closed_as, reason=event.reason, by_event=event.by_event
    )


def after_handling(alert: Alert, event: HandlingEvent) -> Alert:
    match event:
        case AlertAcknowledged():
            return replace(alert, acknowledged=event, acknowledged_level=alert.level)
        case AlertSnoozed():
            return replace(alert, snoozed=event)
        case AlertDismissed():
            return replace(alert, dismissed=event)
        case _:
            assert_never(event)


def changed(alerts: Alerts, event: AlertEvent) -> Alert:
    """Return the one alert that `event` is about, as it is from then on."""
    match event:
        case AlertRaised():
            return raised(event)
        case AlertEscalated() | AlertEased() | AlertResolved() | AlertWithdrawn():
            return derived(alerts[event.alert_id], event)
        case AlertAcknowledged() | AlertSnoozed() | AlertDismissed():
            return after_handling(alerts[event.alert_id], event)
        case _:
            assert_never(event)


def fold_into(alerts: dict[UUID, Alert], events: Iterable[AlertEvent]) -> dict[UUID, Alert]:
    """Bring `alerts` up to date with `events`, in order."""
    for event in events:
        alerts[event.alert_id] = changed(alerts, event)
    return alerts
