"""When a committed slot falls: pure calendar arithmetic in the slot's own zone."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import get_args

from services.partnerships.partnership.zones import zone
from shared.events.agreement import Slot, Weekday

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def occurrences(slot: Slot, since: datetime, until: datetime) -> Iterator[datetime]:
    """Every start of `slot` from `since` up to, not including, `until`, in UTC and in order."""
    place = zone(slot.time_zone)
    last = until.astimezone(place).date() + DAY
    day = since.astimezone(place).date() - 2 * DAY
    day += timedelta(days=(WEEKDAYS.index(slot.weekday) - day.weekday()) % 7)
    while day <= last:
        if _falls_in(slot, day):
            starts_at = instant(datetime.combine(day, slot.local_time), place)
            if since <= starts_at < until:
                yield starts_at
        day += WEEK


def is_occurrence(slot: Slot, starts_at: datetime) -> bool:
    return any(occurrences(slot, starts_at, starts_at + timedelta(microseconds=1)))


def instant(local: datetime, place: tzinfo) -> datetime:
    """The instant of a local time: of two the earlier; where there is none, the first after it."""
    before = local.replace(tzinfo=place, fold=0)
    found = before.astimezone(UTC)
    if found.astimezone(place).replace(tzinfo=None) == local:
        return found
    return _end_of_gap(local.replace(tzinfo=place, fold=1).astimezone(UTC), found, place)


def _end_of_gap(early: datetime, late: datetime, place: tzinfo) -> datetime:
    """The first second of the new offset, which lies after `early` and not after `late`."""
    new = late.astimezone(place).utcoffset()
    low, high = int(early.timestamp()), int(late.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, place).utcoffset() == new:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def _falls_in(slot: Slot, day: date) -> bool:
    if slot.week_of_month is None:
        return True
    if slot.week_of_month == -1:
        return day.day > monthrange(day.year, day.month)[1] - 7
    return (day.day + 6) // 7 == slot.week_of_month
