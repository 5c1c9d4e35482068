"""Times in which the two could meet: committed slots that nothing known stands in the way of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge

from services.partnerships.partnership.pausing import Absence
from services.partnerships.partnership.slots import occurrences
from services.partnerships.partnership.state import Active, agreement
from services.partnerships.partnership.zones import zone


@dataclass(frozen=True, kw_only=True)
class Busy:
    """A meeting that one of the two has already, with whomever."""

    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """What is known of one of the two; `holidays` are those where this person lives."""

    time_zone: str
    busy: tuple[Busy, ...] = ()
    absences: tuple[Absence, ...] = ()
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class PossibleTime:
    slot: int
    starts_at: datetime
    minutes: int


def possible_times(
    state: Active, calendars: Sequence[Calendar], since: datetime, until: datetime
) -> Iterator[PossibleTime]:
    """Earliest first, from `since` up to, not including, `until`; minutes are the slot's."""
    slots = enumerate(agreement(state).slots)
    found = merge(
        *(
            [
                PossibleTime(slot=index, starts_at=starts_at, minutes=slot.minutes)
                for starts_at in occurrences(slot, since, until)
            ]
            for index, slot in slots
        ),
        key=lambda time: (time.starts_at, time.slot),
    )
    for time in found:
        if _is_agreed(state, time) and all(_is_free(calendar, time) for calendar in calendars):
            yield time


def _is_agreed(state: Active, time: PossibleTime) -> bool:
    """Within the agreement, and not in a pause."""
    text = agreement(state)
    day = _day(time, state.pair.time_zone)
    paused = any(known.paused_on <= day < known.until_on for known in state.pauses)
    return text.starts_on <= day <= text.ends_on and not paused


def _is_free(calendar: Calendar, time: PossibleTime) -> bool:
    day = _day(time, calendar.time_zone)
    ends_at = time.starts_at + timedelta(minutes=time.minutes)
    return not (
        day in calendar.holidays
        or any(absence.from_on <= day < absence.away_until for absence in calendar.absences)
        or any(busy.starts_at < ends_at and time.starts_at < busy.ends_at for busy in calendar.busy)
    )


def _day(time: PossibleTime, time_zone: str) -> date:
    return time.starts_at.astimezone(zone(time_zone)).date()
