"""When committed slots fall, above all where clocks are put forward or back."""

from datetime import UTC, date, datetime, time

import pytest

from services.partnerships.partnership.slots import is_occurrence, occurrences
from services.partnerships.partnership.zones import UnknownTimeZoneError, zone
from shared.events.agreement import Slot, Weekday


def slot(weekday: Weekday, at: time, place: str, week_of_month: int | None = None) -> Slot:
    return Slot(
        weekday=weekday,
        local_time=at,
        time_zone=place,
        minutes=60,
        week_of_month=week_of_month,  # type: ignore[arg-type]
    )


def starts(committed: Slot, first: date, until: date) -> list[str]:
    since, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, until))
    return [f"{start:%m-%d %H:%M}" for start in occurrences(committed, since, end)]


@pytest.mark.parametrize(
    ("committed", "first", "until", "expected"),
    [
        # Nine o'clock stays nine o'clock.
        (
            slot("tuesday", time(9), "Europe/Berlin"),
            date(2027, 3, 20),
            date(2027, 4, 1),
            ["03-23 08:00", "03-30 07:00"],
        ),
        # 02:30 does not exist on 28 March: the first instant after is 03:00.
        (
            slot("sunday", time(2, 30), "Europe/Berlin"),
            date(2027, 3, 20),
            date(2027, 4, 5),
            ["03-21 01:30", "03-28 01:00", "04-04 00:30"],
        ),
        # 02:30 comes twice on 31 October: the earlier.
        (
            slot("sunday", time(2, 30), "Europe/Berlin"),
            date(2027, 10, 30),
            date(2027, 11, 8),
            ["10-31 00:30", "11-07 01:30"],
        ),
        # Half an hour is skipped on Lord Howe: 02:15 becomes 02:30.
        (
            slot("sunday", time(2, 15), "Australia/Lord_Howe"),
            date(2027, 10, 1),
            date(2027, 10, 10),
            ["10-02 15:30", "10-09 15:15"],
        ),
        # Samoa had no Friday 30 December 2011: Saturday's first instant.
        (
            slot("friday", time(9, 30), "Pacific/Apia"),
            date(2011, 12, 20),
            date(2012, 1, 7),
            ["12-23 19:30", "12-30 10:00", "01-05 19:30"],
        ),
        # The last Friday, and the first Tuesday of the month.
        (
            slot("friday", time(9), "America/New_York", -1),
            date(2027, 1, 1),
            date(2027, 4, 30),
            ["01-29 14:00", "02-26 14:00", "03-26 13:00"],
        ),
        (
            slot("tuesday", time(18), "UTC", 1),
            date(2027, 1, 1),
            date(2027, 4, 1),
            ["01-05 18:00", "02-02 18:00", "03-02 18:00"],
        ),
        (
            slot("tuesday", time(18), "UTC", 4),
            date(2027, 1, 1),
            date(2027, 3, 1),
            ["01-26 18:00", "02-23 18:00"],
        ),
    ],
)
def test_when_a_slot_falls(committed: Slot, first: date, until: date, expected: list[str]) -> None:
    assert starts(committed, first, until) == expected


def test_the_range_includes_its_start_and_not_its_end() -> None:
    committed = slot("tuesday", time(9), "UTC")
    first, second = datetime(2027, 3, 2, 9, tzinfo=UTC), datetime(2027, 3, 9, 9, tzinfo=UTC)
    assert list(occurrences(committed, first, second)) == [first]
    assert is_occurrence(committed, second)
    assert not is_occurrence(committed, second.replace(minute=1))


@pytest.mark.parametrize("name", ["Berlin", "../zones", "", "Europe", "posixrules"])
def test_only_zones_of_the_pinned_data_are_known(name: str) -> None:
    with pytest.raises(UnknownTimeZoneError):
        zone(name)
