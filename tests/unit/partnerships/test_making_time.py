"""Times in which the two could meet, and everything that can stand in the way of one."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.partnerships.partnership.making_time import (
    Busy,
    Calendar,
    PossibleTime,
    possible_times,
)
from services.partnerships.partnership.pausing import Absence
from services.partnerships.partnership.state import Active
from shared.events.partnerships import PartnershipPaused
from tests.unit.partnerships.examples import ACTIVE, BERLIN, HOUR, NOW, TUESDAY, WEEK
from tests.unit.partnerships.spec import state_after

FREE = Calendar(time_zone=BERLIN)
THIS_TUESDAY = TUESDAY - WEEK


def active(*more: PartnershipPaused) -> Active:
    state = state_after(*ACTIVE, *more)
    assert isinstance(state, Active)
    return state


def starts(state: Active, *calendars: Calendar, weeks: int = 3) -> list[datetime]:
    found = possible_times(state, calendars, NOW, NOW + weeks * WEEK)
    return [time.starts_at for time in found]


def test_the_committed_slots_come_earliest_first() -> None:
    first = next(possible_times(active(), [FREE], NOW, NOW + WEEK))
    assert first == PossibleTime(slot=0, starts_at=THIS_TUESDAY, minutes=60)
    assert starts(active(), FREE, FREE) == [THIS_TUESDAY, TUESDAY, TUESDAY + WEEK]


def test_nine_o_clock_stays_nine_o_clock_in_summer() -> None:
    last = list(possible_times(active(), [FREE], NOW, NOW + 5 * WEEK))[-1]
    assert last.starts_at == TUESDAY + 3 * WEEK - HOUR


@pytest.mark.parametrize(
    "calendar",
    [
        replace(FREE, busy=(Busy(starts_at=TUESDAY + HOUR / 2, minutes=60),)),
        replace(FREE, busy=(Busy(starts_at=TUESDAY - HOUR / 2, minutes=31),)),
        replace(FREE, holidays=frozenset({date(2027, 3, 9)})),
        replace(
            FREE,
            absences=(
                Absence(
                    from_on=date(2027, 3, 9), until_on=date(2027, 3, 10), reason="LEAVE_PLANNED"
                ),
            ),
        ),
        # In Auckland it is the tenth already when the meeting ends, and the ninth when it starts.
        Calendar(time_zone="Pacific/Auckland", holidays=frozenset({date(2027, 3, 9)})),
    ],
)
def test_what_is_known_of_either_stands_in_the_way(calendar: Calendar) -> None:
    expected = [THIS_TUESDAY, TUESDAY + WEEK]
    assert starts(active(), FREE, calendar) == expected
    assert starts(active(), calendar, FREE) == expected


@pytest.mark.parametrize(
    "calendar",
    [
        replace(FREE, busy=(Busy(starts_at=TUESDAY + HOUR, minutes=60),)),
        replace(FREE, busy=(Busy(starts_at=TUESDAY - HOUR, minutes=60),)),
        replace(
            FREE,
            absences=(
                Absence(
                    from_on=date(2027, 3, 8),
                    until_on=date(2027, 3, 20),
                    reason="LEAVE_PLANNED",
                    ended_on=date(2027, 3, 9),
                ),
            ),
        ),
    ],
)
def test_what_only_touches_a_time_does_not(calendar: Calendar) -> None:
    assert TUESDAY in starts(active(), FREE, calendar)


def test_nothing_is_proposed_in_a_pause_or_after_the_end_of_the_agreement() -> None:
    pause = PartnershipPaused(
        paused_on=date(2027, 3, 3), resumes_on=date(2027, 3, 16), reason="LEAVE_PLANNED"
    )
    assert starts(active(pause), FREE) == [THIS_TUESDAY, TUESDAY + WEEK]
    assert starts(active(), FREE, weeks=52)[-1].date() == date(2027, 7, 6)
