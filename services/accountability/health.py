"""Health in words, and which open alerts explain it."""

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from services.accountability.alerts.alert import Alert
from services.accountability.projections.mood import ADMINISTRATIVE, Mood

Health: TypeAlias = Mood | Literal["paused"]
HEALTHS: tuple[str, ...] = (*get_args(Mood), "paused")


def health(mood: Mood, *, paused: bool) -> Health:
    return "paused" if paused and mood != "ended" else mood


def explaining(alerts: Sequence[Alert]) -> Sequence[Alert]:
    """Choose the open alerts about the pair, the worst first."""
    about = [a for a in alerts if a.closing is None and a.rule not in ADMINISTRATIVE]
    return sorted(about, key=lambda alert: (alert.rule != "no-meeting", alert.due_at))
