"""Health in words, but for pauses: what the open alerts of a case make of it."""

from typing import Literal, TypeAlias, get_args

from services.accountability.case.state import Case
from shared.events.accountability import Rule

Mood: TypeAlias = Literal["too early", "on track", "watch", "not meeting", "ended"]

RULES: tuple[Rule, ...] = get_args(Rule)
# About the administrator, not the pair: they do not colour it.
ADMINISTRATIVE: frozenset[Rule] = frozenset(
    {"check-in-overdue", "conflict-unanswered", "not-ended"}
)
_RED = 1


def mood(case: Case) -> Mood:
    """Tell how it goes. It is too early to tell until the pair have met once or are late to."""
    open_levels = {
        rule: alert.level
        for rule, alert in zip(RULES, case.alerts, strict=True)
        if alert is not None and rule not in ADMINISTRATIVE
    }
    if case.ended:
        return "ended"
    if open_levels.get("no-meeting", -1) >= _RED:
        return "not meeting"
    if open_levels:
        return "watch"
    return "on track" if case.active and case.schedule.held else "too early"
