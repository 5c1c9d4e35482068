"""Policies at the edges of what may be published; with small numbers due instants collide."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

FACTORS = tuple(
    Decimal(text)
    for text in (
        *("1", "1.0", "1.1", "1.05", "1.5", "1.50", "2", "2.0", "2.333", "3", "3.0", "1.001"),
        *("1.0000000000000000000000000000000000001", "1E+0", "1.25e0", "1E+1", "7.7"),
    )
)
DAYS = (0, 0, 1, 1, 2, 3, 5, 7, 10, 14)
CHECK_INS: tuple[tuple[int, ...], ...] = (
    (),
    (0,),
    (3,),
    (0, 7),
    (1, 2),
    (2, 4, 8),
    (14, 30, 60, 90),
)


def some_policy(rng: Random) -> dict[str, Any]:
    """Some fields, sometimes none, sometimes all: a field that is missing has its default."""
    share = rng.choice((0.0, 0.3, 0.7, 1.0))
    return {name: value for name, value in whole_policy(rng).items() if rng.random() < share}


def whole_policy(rng: Random) -> Mapping[str, Any]:
    days = {
        name: rng.choice(DAYS)
        for name in (
            *("first_meeting_days", "next_meeting_days", "stalled_agreement_days"),
            *("progress_days", "check_in_grace_days", "conflict_answer_days"),
            *("quiet_days_before_end", "not_ended_days"),
        )
    }
    factors = {f"{name}_factor": rng.choice(FACTORS) for name in ("watch", "red", "decision")}
    return {
        **days,
        **factors,
        "managers_after_days": rng.choice((1, 1, 2, 3, 14)),
        "missed_streak": rng.choice((1, 1, 2, 2, 3)),
        "check_in_days": list(rng.choice(CHECK_INS)),
        "check_in_every_days": rng.choice((0, 1, 3, 10, 60)),
    }
