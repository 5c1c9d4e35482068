"""Days and times as people write them in cells, absolute or relative to today."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
MORNING = time(9)

ABSOLUTE = re.compile(
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}))"
    r"(?:[ T](?P<time>\d{1,2}:\d\d(?::\d\d)?)(?P<offset>Z|[+-]\d\d:\d\d)?)?"
)
RELATIVE = re.compile(
    r"today(?P<days>[+-]\d+)?"
    rf"(?: (?:(?P<week>{'|'.join(WEEKS)}) )?(?P<weekday>{'|'.join(WEEKDAYS)})(?P<later>\+\d+)?)?"
    r"(?: (?P<time>\d{1,2}:\d\d))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A day, perhaps with a time, perhaps with an offset from UTC."""

    day: date
    at: time | None = None
    offset: tzinfo | None = None

    def instant(self, zone: ZoneInfo, default: time = MORNING) -> datetime:
        local = datetime.combine(self.day, self.at or default, tzinfo=self.offset or zone)
        return local.astimezone(UTC)


def parse_moment(text: str) -> Moment:
    """Read `2026-03-10`, `2026-03-10 16:00`, `10.03.2026 16:00` or RFC 3339; else ValueError."""
    found = ABSOLUTE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day = found["iso"] or f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
    return Moment(
        day=date.fromisoformat(day),
        at=parse_time(found["time"]) if found["time"] else None,
        offset=parse_offset(found["offset"]) if found["offset"] else None,
    )


def parse_time(text: str) -> time:
    return time.fromisoformat(text.zfill(5) if text.count(":") == 1 else text.zfill(8))


def parse_offset(text: str) -> tzinfo | None:
    return datetime.fromisoformat(f"2000-01-01T00:00:00{text}").tzinfo


def is_relative(text: str) -> bool:
    return RELATIVE.fullmatch(text) is not None


def absolute(text: str, today: date) -> str:
    """Write `today-120 last thursday 09:00` as a date: that day, or the last such day before it.

    `tuesday+2` is two days later than that Tuesday.
    """
    found = RELATIVE.fullmatch(text)
    if found is None:
        return text
    day = today + timedelta(days=int(found["days"] or 0))
    if found["weekday"]:
        day = last_on(found["weekday"].lower(), WEEKS.get((found["week"] or "").lower()), day)
        day += timedelta(days=int(found["later"] or 0))
    return f"{day.isoformat()} {found['time']}" if found["time"] else day.isoformat()


def last_on(weekday: str, week: int | None, day: date) -> date:
    """Find the last such weekday (of its month's `week`, if given) on or before `day`."""
    while not falls_on(day, weekday, week):
        day -= timedelta(days=1)
    return day


def falls_on(day: date, weekday: str, week: int | None) -> bool:
    if WEEKDAYS[day.weekday()] != weekday:
        return False
    if week == -1:
        return (day + timedelta(days=7)).month != day.month
    return week is None or (day.day - 1) // 7 + 1 == week
