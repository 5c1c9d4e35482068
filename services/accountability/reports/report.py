"""What people ask for, in the ratios and medians that they ask for it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from services.accountability.reports.numbers import Numbers


@dataclass(frozen=True, kw_only=True)
class Report:
    """A value is null where there is nothing yet to make it from."""

    partnerships: int
    commitment_kept: float | None
    slots_passed: int
    slots_met: int
    meetings_expected: int
    meetings_held: int
    days_since_last_held: float | None
    with_next_meeting: int
    moves: int
    median_notice_of_moves_hours: float | None
    moves_per_held_meeting: float | None
    conflicts_raised: int
    conflicts_upheld: int
    contingencies_used: int
    check_ins_due: int
    check_ins_on_time: int
    goals: int
    goal_progress: float | None
    days_to_sign: float | None
    days_to_first_meeting: float | None
    reasons: Mapping[str, int]


def report(numbers: Numbers) -> Report:
    return Report(
        partnerships=numbers.partnerships,
        commitment_kept=_ratio(numbers.slots_met, numbers.slots_passed),
        slots_passed=numbers.slots_passed,
        slots_met=numbers.slots_met,
        meetings_expected=numbers.meetings_expected,
        meetings_held=numbers.meetings_held,
        days_since_last_held=_median(numbers.days_since_last_held),
        with_next_meeting=numbers.with_next_meeting,
        moves=numbers.moves,
        median_notice_of_moves_hours=_median(numbers.notices_of_moves_hours),
        moves_per_held_meeting=_ratio(numbers.moves, numbers.meetings_held),
        conflicts_raised=numbers.conflicts_raised,
        conflicts_upheld=numbers.conflicts_upheld,
        contingencies_used=numbers.contingencies_used,
        check_ins_due=numbers.check_ins_due,
        check_ins_on_time=numbers.check_ins_on_time,
        goals=len(numbers.goal_levels),
        goal_progress=round(mean(numbers.goal_levels), 2) if numbers.goal_levels else None,
        days_to_sign=_median(numbers.days_to_sign),
        days_to_first_meeting=_median(numbers.days_to_first_meeting),
        reasons=dict(sorted(numbers.reasons.items())),
    )


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _median(values: Sequence[float]) -> float | None:
    return round(median(values), 2) if values else None
