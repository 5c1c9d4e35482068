"""Where local dates begin, in the reference; every instant here was looked up, not computed."""

import pytest

from tests.reference.facts import instant
from tests.reference.zones import NEVER, day, local_day, start


@pytest.mark.parametrize(
    ("zone", "date", "first"),
    [
        ("UTC", "2027-01-04", "2027-01-04T00:00:00Z"),
        ("Europe/Berlin", "2027-03-28", "2027-03-27T23:00:00Z"),
        ("Europe/Berlin", "2027-03-29", "2027-03-28T22:00:00Z"),
        ("Australia/Lord_Howe", "2027-04-05", "2027-04-04T13:30:00Z"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),  # at one in the morning
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z"),  # at half past midnight
        ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z"),  # the earlier midnight
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"),  # the earlier by an hour
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),  # there was none: the next date
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
        ("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30Z"),  # an offset with seconds
    ],
)
def test_a_date_starts_with_its_first_instant(zone: str, date: str, first: str) -> None:
    assert start(zone, day(date)) == instant(first)


def test_the_date_of_an_instant_is_local() -> None:
    assert local_day("Pacific/Kiritimati", instant("2027-04-21T12:00:00Z")) == day("2027-04-22")
    assert local_day("America/New_York", instant("2027-03-14T04:59:59.999999Z")) == day(
        "2027-03-13"
    )


def test_days_go_on_after_the_calendar() -> None:
    assert start("Europe/Berlin", day("9999-12-31") + 40) == NEVER
    assert local_day("Europe/Berlin", NEVER) >= day("9999-12-31")
