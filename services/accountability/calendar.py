"""Local dates and the instants at which they begin. Nothing here knows a rule or a clock.

Instants are microseconds since 1970 UTC, days are ordinals (`date.toordinal`): exact integers
that no calendar's end can overflow.
The zone data is the pinned tzdata package's, never the system's.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias
from zoneinfo import ZoneInfo

Tick: TypeAlias = int
Day: TypeAlias = int
Span: TypeAlias = tuple[Day, Day]  # from the first up to, not including, the second

NEVER: Tick = 2**62
HOUR: Tick = 3_600_000_000
_DAY: Tick = 24 * HOUR
_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Day = _EPOCH.toordinal()
_MICROSECOND = timedelta(microseconds=1)
_LAST: Day = date.max.toordinal() - 1


class UnknownZoneError(ValueError):
    """Not a time zone of the IANA database."""


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Read the zone from the tzdata package."""
    steps = name.split("/")
    if not all(steps) or ".." in steps or "." in steps or "\0" in name or "\\" in name:
        raise UnknownZoneError(f"{name!r} is not a time zone of the IANA database")
    try:
        with files("tzdata").joinpath("zoneinfo", *steps).open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    except (OSError, ValueError) as error:
        raise UnknownZoneError(f"{name!r} is not a time zone of the IANA database") from error


def tick(instant: datetime) -> Tick:
    return (instant - _EPOCH) // _MICROSECOND


def instant(at: Tick) -> datetime:
    return _EPOCH + timedelta(microseconds=at)


def local_day(zone_name: str, at: Tick) -> Day:
    """Tell the local date of an instant."""
    try:
        return datetime.fromtimestamp(at // _SECOND, zone(zone_name)).toordinal()
    except (OverflowError, ValueError):
        return at // _DAY + _EPOCH_DAY  # within a day of the first or the last year


@lru_cache(maxsize=1 << 16)
def start(zone_name: str, day: Day) -> tuple[Tick, Day]:
    """Find the first instant of the local date, and the local date that it then is.

    Another date only where the zone skipped this one: then the next date begins.
    """
    if day > _LAST:
        return NEVER, day
    midnight = datetime.fromordinal(max(day, 2))
    place = zone(zone_name)
    local = (midnight.toordinal() - _EPOCH_DAY) * _DAY
    early = local - _offset(place, midnight)
    late = local - _offset(place, midnight.replace(fold=1))
    if early <= late:
        return early, day
    begins = _jump(place, late, early)
    return begins, local_day(zone_name, begins)


def _offset(place: ZoneInfo, local: datetime) -> Tick:
    return (place.utcoffset(local) or timedelta()) // _MICROSECOND


def _jump(place: ZoneInfo, low: Tick, high: Tick) -> Tick:
    """Find the one change of offset in (low, high]; changes fall on whole seconds."""
    first, last = low // _SECOND, high // _SECOND
    offset = datetime.fromtimestamp(last, place).utcoffset()
    while last - first > 1:
        middle = (first + last) // 2
        if datetime.fromtimestamp(middle, place).utcoffset() == offset:
            last = middle
        else:
            first = middle
    return last * _SECOND


def merged(pauses: Iterable[Span]) -> list[Span]:
    """Cover the same dates by spans in order that do not touch; empty ones cover nothing."""
    spans: list[Span] = []
    for first, end in sorted(pauses):
        if first >= end:
            continue
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((first, end))
    return spans


def count(pauses: Sequence[Span], day: Day, days: int) -> Day:
    """Find the `days`-th date after `day` that is not paused (`pauses` as `merged` made them)."""
    if days == 0:
        return day
    found = day + days
    for first, end in pauses:
        if first > found:
            break
        if end > day + 1:
            found += end - max(first, day + 1)
    return found


def after(zone_name: str, pauses: Sequence[Span], days: int, day: Day) -> tuple[Tick, Day]:
    """Tell when `days` whole days that count have passed since `day`, and its local date."""
    return start(zone_name, count(pauses, day, days + 1))
