"""The fold over what was taken in: without gaps but where an operator gave an event up."""

from collections.abc import Iterable
from datetime import datetime

from services.accountability.calendar import tick
from services.accountability.case.state import Case
from services.accountability.facts import Fact
from services.accountability.fold import advance, step
from services.accountability.said import Derived


def hear(case: Case, fact: Fact, *, live: bool = False) -> list[Derived]:
    """Fold the next fact of a stream; one that was given up before it is passed over."""
    case.version = max(case.version, fact.sequence - 1)
    return step(case, fact, live=live)


def refold(case: Case, facts: Iterable[Fact], until: datetime) -> list[Derived]:
    """Fold what was known at an instant, and let time pass up to it."""
    said: list[Derived] = []
    for fact in facts:
        if max(case.at, tick(fact.recorded)) > tick(until):
            break
        said += hear(case, fact)
    return said + advance(case, until)
