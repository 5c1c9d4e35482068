"""Levels, the roles that each tells, and what a rule says."""

from dataclasses import dataclass
from datetime import datetime

LEVELS = ("watch", "red", "managers", "decision")
PAIR = ("mentee", "mentor")
ADMINISTRATOR = ("administrator",)
MANAGERS = ("mentor_manager", "mentee_manager")


@dataclass(frozen=True)
class Deadline:
    level: str
    due_at: datetime
    tell: tuple[str, ...]


@dataclass(frozen=True)
class Says:
    """`evidence` holds event ids in stream order."""

    basis: str
    evidence: list[str]
    deadlines: list[Deadline]


# The levels of each rule, whether they are due or not, with the roles that they tell.
TELL: dict[str, dict[str, tuple[str, ...]]] = {
    "agreement-stalled": {"watch": ADMINISTRATOR, "red": ADMINISTRATOR},
    "check-in-overdue": {"red": ADMINISTRATOR},
    "conflict-unanswered": {"red": ADMINISTRATOR},
    "missed-streak": {"red": ADMINISTRATOR},
    "no-meeting": {
        "watch": PAIR,
        "red": ADMINISTRATOR,
        "managers": MANAGERS,
        "decision": ADMINISTRATOR,
    },
    "no-next-meeting": {"watch": ("mentee",)},
    "no-progress": {"watch": PAIR},
    "not-ended": {"red": ADMINISTRATOR},
}
