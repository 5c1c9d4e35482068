"""Which alerts another policy would have raised: those that appear, disappear, or move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.accountability.alerts.alert import Alert


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The same alert under both policies, with another due time, level or end."""

    before: Alert
    after: Alert


@dataclass(frozen=True, kw_only=True)
class Difference:
    partnerships: int = 0
    appear: Sequence[Alert] = field(default_factory=list)
    disappear: Sequence[Alert] = field(default_factory=list)
    move: Sequence[Moved] = field(default_factory=list)


def difference(
    partnerships: int, before: Mapping[UUID, Alert], after: Mapping[UUID, Alert]
) -> Difference:
    """Compare what both policies make of the same facts; alert ids do not depend on the policy."""
    return Difference(
        partnerships=partnerships,
        appear=[alert for alert_id, alert in after.items() if alert_id not in before],
        disappear=[alert for alert_id, alert in before.items() if alert_id not in after],
        move=[
            Moved(before=alert, after=after[alert_id])
            for alert_id, alert in before.items()
            if alert_id in after and _differs(alert, after[alert_id])
        ],
    )


def _differs(one: Alert, other: Alert) -> bool:
    return (one.due_at, one.level, one.reached_at, one.closing) != (
        other.due_at,
        other.level,
        other.reached_at,
        other.closing,
    )
