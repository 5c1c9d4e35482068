"""Local dates and where they begin, with the zones of the tzdata package. A day is its ordinal."""

from collections.abc import Iterator
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

# Days go on past the year 9999, datetime does not: such a day begins at the end of time.
NEVER = datetime.max.replace(tzinfo=UTC)
LAST_DAY = date.max.toordinal() - 7
SECOND = timedelta(seconds=1)


@cache
def zone(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def local_day(name: str, at: datetime) -> int:
    if at == NEVER:
        return date.max.toordinal() + 1
    try:
        return at.astimezone(zone(name)).date().toordinal()
    except OverflowError:
        return date.max.toordinal() + 1 if at.year == MAXYEAR else date.min.toordinal() - 1


@cache
def start(name: str, the_day: int) -> datetime:
    """Find the first instant of the local date; where the zone skipped it, of the next date."""
    if the_day > LAST_DAY:
        return NEVER
    midnight = datetime.combine(date.fromordinal(the_day), datetime.min.time(), UTC)
    for begin, end, offset in segments(name, midnight):
        first = max(begin, midnight - offset)
        if first < min(end, midnight - offset + timedelta(days=1)):
            return first
    return start(name, the_day + 1)


def segments(name: str, around: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Cut two days before and after into stretches of one UTC offset each, earliest first."""
    begin, last = around - timedelta(hours=48), around + timedelta(hours=48)
    at = begin
    while at < last:
        if offset(name, at + timedelta(hours=1)) != offset(name, at):
            change = change_between(name, at, at + timedelta(hours=1))
            yield begin, change, offset(name, at)
            begin = change
        at += timedelta(hours=1)
    yield begin, last, offset(name, begin)


def change_between(name: str, before: datetime, after: datetime) -> datetime:
    """Find the first second with the later offset."""
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if offset(name, middle) == offset(name, before):
            before = middle
        else:
            after = middle
    return after


def offset(name: str, at: datetime) -> timedelta:
    return at.astimezone(zone(name)).utcoffset() or timedelta()
