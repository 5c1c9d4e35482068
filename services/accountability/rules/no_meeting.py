"""`no-meeting`: the two have not met for much longer than their agreement says."""

from bisect import bisect_left

from services.accountability.calendar import Day, Tick, after
from services.accountability.case.state import Case, Finding, Rhythm
from services.accountability.rules.silence import (
    DECISION,
    MANAGERS,
    RED,
    WATCH,
    before_the_end,
    silence,
)


def no_meeting(case: Case) -> Finding | None:
    activated, agreement = case.activated, case.agreement
    if not case.active or activated is None or agreement is None:
        return None
    basis, evidence, since = silence(case, activated, agreement)
    rhythm = case.rhythm.going if case.schedule.held else case.rhythm.starting
    zone, paused = case.time_zone, case.paused
    watch_due, red_due = _first_levels(case, since, rhythm)
    later = max(since, case.schedule.reported_held[-1]) if case.schedule.reported_held else since
    due = [
        (watch_due, WATCH),
        (red_due, RED),
        (after(zone, paused, rhythm.managers, later), MANAGERS),
        (after(zone, paused, rhythm.decision, later), DECISION),
    ]
    return Finding(basis, [evidence], before_the_end(case, agreement, due))


def _first_levels(
    case: Case, since: Day, rhythm: Rhythm
) -> tuple[tuple[Tick, Day], tuple[Tick, Day]]:
    """Tell when watch and red are due.

    Nobody is warned of a silence that a planned meeting is about to end, but red does not wait
    longer than for that meeting to be reported: moving it again and again helps nobody.
    """
    zone, paused, pending = case.time_zone, case.paused, case.schedule.pending
    watch_due = after(zone, paused, rhythm.watch, since)
    red_due = after(zone, paused, rhythm.red, since)
    first = bisect_left(pending, watch_due[1])
    if first < len(pending) and pending[first] < red_due[1]:
        watch_due = after(zone, paused, 1, pending[first])
    return watch_due, max(red_due, watch_due)
