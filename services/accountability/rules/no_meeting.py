"""`no-meeting`: the two have not met for much longer than their agreement says."""

from bisect import bisect_left
from decimal import ROUND_CEILING, Context, Decimal
from functools import lru_cache

from services.accountability.calendar import Day, Tick, after
from services.accountability.case.state import Agreement, Case, Finding
from services.accountability.rules.silence import (
    DECISION,
    MANAGERS,
    RED,
    START,
    WATCH,
    before_the_end,
    silence,
)

_CENTURIES = 10_000_000  # days: beyond every calendar


@lru_cache(maxsize=4096)
def times(factor: Decimal, days: int) -> int:
    """Multiply exactly, and round up to whole days."""
    exact = Context(prec=len(factor.as_tuple().digits) + 40)
    product = exact.multiply(factor, Decimal(days))
    if product > _CENTURIES:
        return _CENTURIES
    return int(product.to_integral_value(rounding=ROUND_CEILING))


def no_meeting(case: Case) -> Finding | None:
    activated, agreement = case.activated, case.agreement
    if not case.active or activated is None or agreement is None:
        return None
    basis, evidence, since = silence(case, activated, agreement)
    watch, red, managers, decision = rhythm(case, agreement, starting=basis == START)
    zone, paused = case.time_zone, case.paused
    watch_due, red_due = _first_levels(case, since, watch, red)
    later = max(since, case.schedule.reported_held[-1]) if case.schedule.reported_held else since
    due = [
        (watch_due, WATCH),
        (red_due, RED),
        (after(zone, paused, managers, later), MANAGERS),
        (after(zone, paused, decision, later), DECISION),
    ]
    return Finding(basis, [evidence], before_the_end(case, agreement, due))


def rhythm(case: Case, agreement: Agreement, *, starting: bool) -> tuple[int, int, int, int]:
    """Tell after how many days of silence each level is due."""
    policy, cadence = case.policy, agreement.cadence_days
    if starting:
        watch = max(policy.first_meeting_days, cadence)
    else:
        watch = times(policy.watch_factor, cadence)
    red = max(watch + 7, times(policy.red_factor, cadence))
    managers = red + policy.managers_after_days
    decision = max(managers + policy.managers_after_days, times(policy.decision_factor, cadence))
    return watch, red, managers, decision


def _first_levels(
    case: Case, since: Day, watch: int, red: int
) -> tuple[tuple[Tick, Day], tuple[Tick, Day]]:
    """Tell when watch and red are due.

    Nobody is warned of a silence that a planned meeting is about to end, but red does not wait
    longer than for that meeting to be reported: moving it again and again helps nobody.
    """
    zone, paused, pending = case.time_zone, case.paused, case.schedule.pending
    watch_due = after(zone, paused, watch, since)
    red_due = after(zone, paused, red, since)
    first = bisect_left(pending, watch_due[1])
    if first < len(pending) and pending[first] < red_due[1]:
        watch_due = after(zone, paused, 1, pending[first])
    return watch_due, max(red_due, watch_due)
