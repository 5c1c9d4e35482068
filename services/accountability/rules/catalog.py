"""The rules in alphabetical order, and whom each of their levels is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.accountability.case.changes import (
    CHECK_INS,
    CONFLICTS,
    EVERYTHING,
    FAILED,
    FRAME,
    HELD,
    PENDING,
    PROGRESS,
    Changes,
    listening,
)
from services.accountability.case.state import Case, Finding, LevelIndex
from services.accountability.rules.agreement_stalled import agreement_stalled
from services.accountability.rules.check_in_overdue import check_in_overdue
from services.accountability.rules.conflict_unanswered import conflict_unanswered
from services.accountability.rules.missed_streak import missed_streak
from services.accountability.rules.no_meeting import no_meeting
from services.accountability.rules.no_next_meeting import no_next_meeting
from services.accountability.rules.no_progress import no_progress
from services.accountability.rules.not_ended import not_ended
from services.accountability.rules.silence import DECISION, MANAGERS, RED, WATCH
from shared.events.accountability import AlertLevel, Rule, Told

LEVELS: tuple[AlertLevel, ...] = ("watch", "red", "managers", "decision")
_PAIR: tuple[Told, ...] = ("mentee", "mentor")
_ADMINISTRATOR: tuple[Told, ...] = ("administrator",)
_MANAGERS: tuple[Told, ...] = ("mentor_manager", "mentee_manager")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One rule: what it says of a case, and whom its levels tell."""

    name: Rule
    says: Callable[[Case], Finding | None]
    tells: Mapping[LevelIndex, tuple[Told, ...]]
    listens: Changes = FRAME
    about_meetings: bool = False  # its basis is a meeting
    about_silence: bool = False  # and a late report of that meeting shows that it was wrong


_FOR_ADMINISTRATOR = {RED: _ADMINISTRATOR}

RULES: tuple[Entry, ...] = (
    Entry(
        name="agreement-stalled",
        says=agreement_stalled,
        tells={WATCH: _ADMINISTRATOR, RED: _ADMINISTRATOR},
    ),
    Entry(
        name="check-in-overdue",
        says=check_in_overdue,
        tells=_FOR_ADMINISTRATOR,
        listens=FRAME | CHECK_INS,
    ),
    Entry(
        name="conflict-unanswered",
        says=conflict_unanswered,
        tells=_FOR_ADMINISTRATOR,
        listens=FRAME | CONFLICTS | PENDING,
    ),
    Entry(
        name="missed-streak",
        says=missed_streak,
        tells=_FOR_ADMINISTRATOR,
        listens=FRAME | HELD | FAILED,
        about_meetings=True,
    ),
    Entry(
        name="no-meeting",
        says=no_meeting,
        tells={WATCH: _PAIR, RED: _ADMINISTRATOR, MANAGERS: _MANAGERS, DECISION: _ADMINISTRATOR},
        listens=FRAME | HELD | PENDING,
        about_meetings=True,
        about_silence=True,
    ),
    Entry(
        name="no-next-meeting",
        says=no_next_meeting,
        tells={WATCH: ("mentee",)},
        listens=FRAME | HELD | PENDING,
        about_meetings=True,
        about_silence=True,
    ),
    Entry(name="no-progress", says=no_progress, tells={WATCH: _PAIR}, listens=FRAME | PROGRESS),
    Entry(name="not-ended", says=not_ended, tells=_FOR_ADMINISTRATOR),
)


_TOUCHED = [
    listening(changes, [entry.listens for entry in RULES]) for changes in range(EVERYTHING + 1)
]


def touched(changes: Changes) -> tuple[int, ...]:
    """Name the rules that may speak differently after the changes, in order."""
    return _TOUCHED[changes]
