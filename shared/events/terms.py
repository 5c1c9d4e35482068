"""What a program publishes and people acknowledge: responsibilities, duration and policy."""

from decimal import Decimal
from typing import Annotated, TypeAlias

import msgspec

Days: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
AtLeastOne: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
Factor: TypeAlias = Annotated[Decimal, msgspec.Meta(extra_json_schema={"minimum": 1})]


class Responsibilities(msgspec.Struct, frozen=True, kw_only=True):
    """What each role promises, as text that everybody may read."""

    mentor: str
    mentee: str
    manager: str
    administrator: str


class DurationWeeks(msgspec.Struct, frozen=True, kw_only=True):
    """How long a partnership lasts, in whole weeks."""

    least: AtLeastOne
    usual: AtLeastOne
    most: AtLeastOne


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """When the rules speak. Factors are multiples of the cadence, exact decimals."""

    first_meeting_days: Days = 14
    watch_factor: Factor = Decimal("1.5")
    red_factor: Factor = Decimal("2.0")
    decision_factor: Factor = Decimal("3.0")
    managers_after_days: AtLeastOne = 14
    next_meeting_days: Days = 7
    missed_streak: AtLeastOne = 2
    stalled_agreement_days: Days = 21
    progress_days: Days = 60
    check_in_days: tuple[Days, ...] = (14, 30, 60, 90)
    check_in_every_days: Days = 60
    check_in_grace_days: Days = 7
    conflict_answer_days: Days = 2
    quiet_days_before_end: Days = 7
    not_ended_days: Days = 7

    def __post_init__(self) -> None:
        if min(self.watch_factor, self.red_factor, self.decision_factor) < 1:
            raise ValueError(
                "watch_factor, red_factor and decision_factor are numbers of at least 1"
            )
        if list(self.check_in_days) != sorted(self.check_in_days):
            raise ValueError("check_in_days is a list of ascending day counts")
