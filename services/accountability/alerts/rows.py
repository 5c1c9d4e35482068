"""An alert as a row of the alerts table, there and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.accountability.alerts.alert import Alert, Closing
from shared.events.accountability import AlertAcknowledged, AlertDismissed, AlertSnoozed

DERIVED_COLUMNS: Sequence[tuple[str, str]] = [
    ("alert_id", "uuid"),
    ("partnership_id", "uuid"),
    ("program_id", "uuid"),
    ("rule", "text"),
    ("basis", "text"),
    ("level", "text"),
    ("due_at", "timestamptz"),
    ("raised_at", "timestamptz"),
    ("reached_at", "timestamptz"),
    ("evidence", "uuid[]"),
    ("told", "text[]"),
    ("by_event", "uuid"),
    ("closed_at", "timestamptz"),
    ("closed_as", "text"),
    ("closed_reason", "text"),
    ("closed_by_event", "uuid"),
]

HANDLING_COLUMNS: Sequence[tuple[str, str]] = [
    ("acknowledged_at", "timestamptz"),
    ("acknowledged_by", "uuid"),
    ("acknowledged_level", "text"),
    ("snoozed_at", "timestamptz"),
    ("snoozed_by", "uuid"),
    ("snoozed_until", "timestamptz"),
    ("snoozed_reason", "text"),
    ("dismissed_at", "timestamptz"),
    ("dismissed_by", "uuid"),
    ("dismissed_reason", "text"),
]


def derived_row(alert: Alert) -> Sequence[Any]:
    """Return the values of `DERIVED_COLUMNS`."""
    closing = alert.closing
    return (
        alert.alert_id,
        alert.partnership_id,
        alert.program_id,
        alert.rule,
        alert.basis,
        alert.level,
        alert.due_at,
        alert.raised_at,
        alert.reached_at,
        list(alert.evidence),
        list(alert.told),
        alert.by_event,
        closing and closing.closed_at,
        closing and closing.closed_as,
        closing and closing.reason,
        closing and closing.by_event,
    )


def handling_row(alert: Alert) -> Sequence[Any]:
    """Return the values of `HANDLING_COLUMNS`."""
    acknowledged, snoozed, dismissed = alert.acknowledged, alert.snoozed, alert.dismissed
    return (
        acknowledged and acknowledged.at,
        acknowledged and acknowledged.by,
        alert.acknowledged_level,
        snoozed and snoozed.at,
        snoozed and snoozed.by,
        snoozed and snoozed.until,
        snoozed and snoozed.reason,
        dismissed and dismissed.at,
        dismissed and dismissed.by,
        dismissed and dismissed.reason,
    )


def from_row(row: Mapping[str, Any]) -> Alert:
    return Alert(
        alert_id=row["alert_id"],
        partnership_id=row["partnership_id"],
        program_id=row["program_id"],
        rule=row["rule"],
        basis=row["basis"],
        level=row["level"],
        due_at=row["due_at"],
        raised_at=row["raised_at"],
        reached_at=row["reached_at"],
        evidence=tuple(row["evidence"]),
        told=tuple(row["told"]),
        by_event=row["by_event"],
        closing=_closing(row),
        acknowledged=_acknowledged(row),
        acknowledged_level=row["acknowledged_level"],
        snoozed=_snoozed(row),
        dismissed=_dismissed(row),
    )


def _closing(row: Mapping[str, Any]) -> Closing | None:
    if row["closed_at"] is None:
        return None
    return Closing(
        closed_at=row["closed_at"],
        closed_as=row["closed_as"],
        reason=row["closed_reason"],
        by_event=row["closed_by_event"],
    )


def _about(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("alert_id", "partnership_id", "program_id", "rule")}


def _acknowledged(row: Mapping[str, Any]) -> AlertAcknowledged | None:
    if row["acknowledged_at"] is None:
        return None
    return AlertAcknowledged(**_about(row), by=row["acknowledged_by"], at=row["acknowledged_at"])


def _snoozed(row: Mapping[str, Any]) -> AlertSnoozed | None:
    if row["snoozed_at"] is None:
        return None
    return AlertSnoozed(
        **_about(row),
        by=row["snoozed_by"],
        at=row["snoozed_at"],
        until=row["snoozed_until"],
        reason=row["snoozed_reason"],
    )


def _dismissed(row: Mapping[str, Any]) -> AlertDismissed | None:
    if row["dismissed_at"] is None:
        return None
    return AlertDismissed(
        **_about(row),
        by=row["dismissed_by"],
        at=row["dismissed_at"],
        reason=row["dismissed_reason"],
    )
