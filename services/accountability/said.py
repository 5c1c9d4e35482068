"""What the fold says of alerts: the published events, with every id as the text it was read as."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from shared.events import accountability as published
from shared.events.accountability import AlertLevel, Resolution, Rule, Told

Withdrawal: TypeAlias = Literal["late_evidence", "basis_gone"]


class AboutAlert(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    alert_id: str
    partnership_id: str
    program_id: str
    rule: Rule


class AlertRaised(AboutAlert, frozen=True, kw_only=True, gc=False):
    basis: str
    level: AlertLevel
    due_at: datetime
    raised_at: datetime
    evidence: tuple[str, ...]
    tell: tuple[Told, ...]
    by_event: str | None


class AlertEscalated(AboutAlert, frozen=True, kw_only=True, gc=False):
    level: AlertLevel
    due_at: datetime
    raised_at: datetime
    tell: tuple[Told, ...]
    by_event: str | None


class AlertEased(AboutAlert, frozen=True, kw_only=True, gc=False):
    level: AlertLevel
    at: datetime
    by_event: str


class AlertResolved(AboutAlert, frozen=True, kw_only=True, gc=False):
    reason: Resolution
    at: datetime
    by_event: str
    tell: tuple[Told, ...]


class AlertWithdrawn(AboutAlert, frozen=True, kw_only=True, gc=False):
    reason: Withdrawal
    at: datetime
    by_event: str
    tell: tuple[Told, ...]


Derived: TypeAlias = AlertRaised | AlertEscalated | AlertEased | AlertResolved | AlertWithdrawn

PUBLISHED: Mapping[type[Derived], type[published.DerivedEvent]] = {
    AlertRaised: published.AlertRaised,
    AlertEscalated: published.AlertEscalated,
    AlertEased: published.AlertEased,
    AlertResolved: published.AlertResolved,
    AlertWithdrawn: published.AlertWithdrawn,
}


def publish(derived: Derived) -> published.DerivedEvent:
    """Make the published event; the ids have to be UUIDs then."""
    return msgspec.convert(derived, PUBLISHED[type(derived)], from_attributes=True)
