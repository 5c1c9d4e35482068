"""Local dates: where they begin, which are paused, and when so many of them have passed."""

from datetime import UTC, date, datetime

import pytest

from services.accountability.calendar import (
    NEVER,
    Span,
    UnknownZoneError,
    after,
    count,
    instant,
    local_day,
    merged,
    start,
    tick,
    zone,
)


def day(written: str) -> int:
    return date.fromisoformat(written).toordinal()


def begins(zone_name: str, written: str) -> str:
    return instant(start(zone_name, day(written))[0]).isoformat().replace("+00:00", "Z")


def pause(first: str, end: str) -> Span:
    return (day(first), day(end))


@pytest.mark.parametrize(
    ("zone_name", "written", "expected"),
    [
        ("UTC", "2027-03-28", "2027-03-28T00:00:00Z"),
        ("Europe/Berlin", "2027-03-28", "2027-03-27T23:00:00Z"),
        ("Europe/Berlin", "2027-03-29", "2027-03-28T22:00:00Z"),
        ("Asia/Kathmandu", "2027-01-01", "2026-12-31T18:15:00Z"),
    ],
)
def test_a_date_begins_at_local_midnight(zone_name: str, written: str, expected: str) -> None:
    assert begins(zone_name, written) == expected


def test_where_midnight_does_not_exist_the_date_begins_at_the_first_instant_after_it() -> None:
    # In Beirut the clock went from 00:00 to 01:00; in Toronto, in 1919, from 23:30 to 00:30.
    assert begins("Asia/Beirut", "2024-03-31") == "2024-03-30T22:00:00Z"
    assert begins("America/Toronto", "1919-03-31") == "1919-03-31T04:30:00Z"


def test_where_midnight_comes_twice_the_date_begins_at_the_earlier() -> None:
    # In Havana the clock went from 01:00 back to 00:00; in St. John's from 00:01 to 23:01.
    assert begins("America/Havana", "2024-11-03") == "2024-11-03T04:00:00Z"
    assert begins("America/St_Johns", "2006-10-29") == "2006-10-29T02:30:00Z"


def test_a_date_that_the_zone_skipped_begins_with_the_next() -> None:
    # Samoa went from the 29th to the 31st of December 2011.
    skipped = start("Pacific/Apia", day("2011-12-30"))

    assert skipped == start("Pacific/Apia", day("2011-12-31"))
    assert begins("Pacific/Apia", "2011-12-30") == "2011-12-30T10:00:00Z"
    assert skipped[1] == day("2011-12-31")


def test_the_date_of_an_instant_is_local() -> None:
    late = tick(datetime(2027, 1, 10, 23, 30, tzinfo=UTC))

    assert local_day("UTC", late) == day("2027-01-10")
    assert local_day("Europe/Berlin", late) == day("2027-01-11")


def test_every_instant_from_the_first_of_a_date_on_has_that_date() -> None:
    for name in ("Europe/Berlin", "Pacific/Apia", "America/Sao_Paulo", "Asia/Beirut"):
        for number in range(day("2011-10-01"), day("2012-04-15")):
            begins_at, then = start(name, number)
            assert local_day(name, begins_at) == then >= number
            assert local_day(name, begins_at - 1) < number


def test_an_instant_keeps_its_microseconds() -> None:
    exact = datetime(2027, 1, 10, 23, 30, 1, 999_999, tzinfo=UTC)

    assert instant(tick(exact)) == exact


def test_beyond_the_last_year_nothing_begins() -> None:
    assert start("UTC", day("9999-12-31") + 1000)[0] == NEVER


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc", "/etc/localtime", "zone.tab"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        zone(name)


def test_pauses_cover_their_dates_once() -> None:
    pauses = [
        pause("2027-01-20", "2027-01-25"),
        pause("2027-01-10", "2027-01-15"),
        pause("2027-01-12", "2027-01-17"),
        pause("2027-01-17", "2027-01-18"),
        pause("2027-02-01", "2027-02-01"),
        pause("2027-03-01", "2027-02-01"),
    ]

    assert merged(pauses) == [
        pause("2027-01-10", "2027-01-18"),
        pause("2027-01-20", "2027-01-25"),
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "2027-01-12"), (1, "2027-01-15"), (2, "2027-01-18"), (3, "2027-01-19")],
)
def test_only_dates_that_are_not_paused_count(days: int, expected: str) -> None:
    # Paused are the 10th to the 14th and the 16th and 17th.
    pauses = [pause("2027-01-10", "2027-01-15"), pause("2027-01-16", "2027-01-18")]

    assert count(pauses, day("2027-01-12"), days) == day(expected)


def test_after_so_many_days_is_the_beginning_of_the_next_that_counts() -> None:
    # Two days from the 10th are the 11th and the 12th; the 13th is paused.
    pauses = [pause("2027-01-13", "2027-01-14")]
    due, _ = after("UTC", pauses, 2, day("2027-01-10"))

    assert instant(due) == datetime(2027, 1, 14, tzinfo=UTC)
