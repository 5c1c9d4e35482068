"""How long a silence may last: the policy's multiples of the cadence, in whole days."""

from decimal import ROUND_CEILING, Context, Decimal
from functools import lru_cache

from services.accountability.case.state import Rhythm, Rhythms
from services.accountability.narrow import PinnedPolicy

_CENTURIES = 10_000_000  # days: beyond every calendar


@lru_cache(maxsize=4096)
def times(factor: Decimal, days: int) -> int:
    """Multiply exactly, and round up to whole days."""
    exact = Context(prec=len(factor.as_tuple().digits) + len(str(days)))
    product = exact.multiply(factor, Decimal(days))
    if product > _CENTURIES:
        return _CENTURIES
    return int(product.to_integral_value(rounding=ROUND_CEILING))


def rhythms(policy: PinnedPolicy, cadence: int) -> Rhythms:
    first = max(policy.first_meeting_days, cadence)
    usual = times(policy.watch_factor, cadence)
    return Rhythms(starting=_rhythm(policy, cadence, first), going=_rhythm(policy, cadence, usual))


def _rhythm(policy: PinnedPolicy, cadence: int, watch: int) -> Rhythm:
    red = max(watch + 7, times(policy.red_factor, cadence))
    managers = red + policy.managers_after_days
    decision = max(managers + policy.managers_after_days, times(policy.decision_factor, cadence))
    return Rhythm(watch=watch, red=red, managers=managers, decision=decision)
