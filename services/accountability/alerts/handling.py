"""What an administrator may do with an alert. It never changes what the rules derive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, TypeAlias, assert_never
from uuid import UUID

from services.accountability.alerts.alert import LEVELS, Alert, AlertEvent, Alerts, changed
from shared.decider import Decider
from shared.errors import DomainError
from shared.events.accountability import AlertAcknowledged, AlertDismissed, AlertSnoozed
from shared.events.reasons import Reason

LONGEST_SNOOZE = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class AcknowledgeAlert:
    alert_id: UUID
    by: UUID
    now: datetime


@dataclass(frozen=True, kw_only=True)
class SnoozeAlert:
    alert_id: UUID
    by: UUID
    until: datetime
    reason: Reason | None = None
    now: datetime


@dataclass(frozen=True, kw_only=True)
class DismissAlert:
    alert_id: UUID
    by: UUID
    reason: Reason
    now: datetime


HandleAlert: TypeAlias = AcknowledgeAlert | SnoozeAlert | DismissAlert


class AlertUnknownError(DomainError):
    """No such alert was raised here: take the id of one that GET /alerts lists."""

    rule: ClassVar[str] = "alert-unknown"


class AlertClosedError(DomainError):
    """The alert is closed: only open alerts are handled."""

    rule: ClassVar[str] = "alert-closed"


class AlertDismissedError(DomainError):
    """The alert was dismissed before: nothing more can be done with it."""

    rule: ClassVar[str] = "alert-dismissed"


class AlertAcknowledgedError(DomainError):
    """The alert was acknowledged at its present level: acknowledge it again once it has risen."""

    rule: ClassVar[str] = "alert-acknowledged"


class SnoozeInThePastError(DomainError):
    """An alert is snoozed until an instant that is still to come."""

    rule: ClassVar[str] = "snooze-in-the-past"


class SnoozeTooLongError(DomainError):
    """An alert is snoozed for at most 90 days: dismiss what nobody will look at again."""

    rule: ClassVar[str] = "snooze-too-long"


def decide(command: HandleAlert, alerts: Alerts) -> Sequence[AlertEvent]:
    alert = alerts.get(command.alert_id)
    if alert is None:
        raise AlertUnknownError(AlertUnknownError.__doc__)
    if alert.closing is not None:
        raise AlertClosedError(AlertClosedError.__doc__)
    if alert.dismissed is not None:
        raise AlertDismissedError(AlertDismissedError.__doc__)
    match command:
        case AcknowledgeAlert():
            return [acknowledge(command, alert)]
        case SnoozeAlert():
            return [snooze(command, alert)]
        case DismissAlert():
            return [dismiss(command, alert)]
        case _:
            assert_never(command)


def acknowledge(command: AcknowledgeAlert, alert: Alert) -> AlertAcknowledged:
    known = alert.acknowledged_level
    if known is not None and LEVELS.index(known) >= LEVELS.index(alert.level):
        raise AlertAcknowledgedError(AlertAcknowledgedError.__doc__)
    return AlertAcknowledged(
        alert_id=alert.alert_id,
        partnership_id=alert.partnership_id,
        program_id=alert.program_id,
        rule=alert.rule,
        by=command.by,
        at=command.now,
    )


def snooze(command: SnoozeAlert, alert: Alert) -> AlertSnoozed:
    if command.until <= command.now:
        raise SnoozeInThePastError(SnoozeInThePastError.__doc__)
    if command.until > command.now + LONGEST_SNOOZE:
        raise SnoozeTooLongError(SnoozeTooLongError.__doc__)
    return AlertSnoozed(
        alert_id=alert.alert_id,
        partnership_id=alert.partnership_id,
        program_id=alert.program_id,
        rule=alert.rule,
        by=command.by,
        at=command.now,
        until=command.until,
        reason=command.reason,
    )


def dismiss(command: DismissAlert, alert: Alert) -> AlertDismissed:
    return AlertDismissed(
        alert_id=alert.alert_id,
        partnership_id=alert.partnership_id,
        program_id=alert.program_id,
        rule=alert.rule,
        by=command.by,
        at=command.now,
        reason=command.reason,
    )


def evolve(alerts: Alerts, event: AlertEvent, _occurred_at: datetime) -> Alerts:
    return {**alerts, event.alert_id: changed(alerts, event)}


handling: Decider[HandleAlert, Alerts, AlertEvent] = Decider(
    initial={}, decide=decide, evolve=evolve
)
