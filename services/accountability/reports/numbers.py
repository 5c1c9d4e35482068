"""What is counted of partnerships. Numbers of many add up, so a program's are its partnerships'."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import reduce
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Numbers:
    partnerships: int = 0
    slots_passed: int = 0
    slots_met: int = 0
    meetings_expected: int = 0
    meetings_held: int = 0
    days_since_last_held: tuple[int, ...] = ()
    with_next_meeting: int = 0
    notices_of_moves_hours: tuple[float, ...] = ()
    conflicts_raised: int = 0
    conflicts_upheld: int = 0
    contingencies_used: int = 0
    check_ins_due: int = 0
    check_ins_on_time: int = 0
    goal_levels: tuple[int, ...] = ()
    days_to_sign: tuple[int, ...] = ()
    days_to_first_meeting: tuple[int, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=Counter)

    @property
    def moves(self) -> int:
        return len(self.notices_of_moves_hours)


def total(many: Iterable[Numbers]) -> Numbers:
    return reduce(_plus, many, Numbers())


def _plus(one: Numbers, other: Numbers) -> Numbers:
    added: dict[str, Any] = {
        entry.name: getattr(one, entry.name) + getattr(other, entry.name)
        for entry in fields(Numbers)
    }
    return Numbers(**added)
