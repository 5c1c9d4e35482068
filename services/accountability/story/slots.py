"""When the committed slots of an agreement fall."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from services.accountability.calendar import local_day, tick, zone
from shared.events.agreement import Slot

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = timedelta(days=7)


def day_of(moment: datetime, zone_name: str) -> date:
    return date.fromordinal(local_day(zone_name, tick(moment)))


def days_of(slot: Slot, first: date, last: date) -> Iterator[date]:
    """Yield every local date of the slot from `first` to `last`, both included."""
    day = first + timedelta(days=(WEEKDAYS.index(slot.weekday) - first.weekday()) % 7)
    while day <= last:
        if _in_its_week(slot, day):
            yield day
        day += _WEEK


def _in_its_week(slot: Slot, day: date) -> bool:
    match slot.week_of_month:
        case None:
            return True
        case -1:
            return (day + _WEEK).month != day.month
        case week:
            return (day.day - 1) // 7 + 1 == week


def starts_at(slot: Slot, day: date) -> datetime:
    """Tell the instant: the earlier where the time comes twice; moved on by a gap it falls into."""
    return datetime.combine(day, slot.local_time, zone(slot.time_zone)).astimezone(UTC)
