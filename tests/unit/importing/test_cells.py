"""What people write into cells."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cli.importing.cells import parse_absolute, parse_progress
from cli.importing.example import cell_with_dates
from cli.importing.moments import absolute, parse_moment
from cli.importing.notation import parse_contingencies, parse_slots

BERLIN = ZoneInfo("Europe/Berlin")
A_TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2026-03-10", datetime(2026, 3, 10, 8, tzinfo=UTC)),
        ("2026-03-10 16:00", datetime(2026, 3, 10, 15, tzinfo=UTC)),
        ("10.3.2026 9:30", datetime(2026, 3, 10, 8, 30, tzinfo=UTC)),
        ("2026-07-10T16:00:30", datetime(2026, 7, 10, 14, 0, 30, tzinfo=UTC)),
        ("2026-07-10T16:00:00+02:00", datetime(2026, 7, 10, 14, tzinfo=UTC)),
        ("2026-07-10T16:00:00Z", datetime(2026, 7, 10, 16, tzinfo=UTC)),
    ],
)
def test_a_time_is_local_unless_it_has_an_offset(cell: str, instant: datetime) -> None:
    assert parse_moment(cell).instant(BERLIN) == instant


@pytest.mark.parametrize("cell", ["10/03/2026", "2026-02-30", "2026-03-10 25:00", "soon", "3-10"])
def test_anything_else_is_refused_with_an_example(cell: str) -> None:
    with pytest.raises(ValueError, match="2026-03-10 16:00"):
        parse_absolute(cell)


def test_a_relative_day_is_refused_with_the_way_to_make_it_a_date() -> None:
    with pytest.raises(ValueError, match="mentoring example"):
        parse_absolute("today-120 16:00")


@pytest.mark.parametrize(
    ("cell", "date_of_it"),
    [
        ("today", "2026-11-24"),
        ("today-120", "2026-07-27"),
        ("today+3 16:00", "2026-11-27 16:00"),
        ("today tuesday", "2026-11-24"),
        ("today-1 tuesday 16:00", "2026-11-17 16:00"),
        ("today-1 tuesday+2 16:00", "2026-11-19 16:00"),
        ("today last thursday 09:00", "2026-10-29 09:00"),
        ("today first monday", "2026-11-02"),
        ("2026-01-01", "2026-01-01"),
        ("tuesday 16:00 60", "tuesday 16:00 60"),
    ],
)
def test_a_relative_day_becomes_a_date(cell: str, date_of_it: str) -> None:
    assert absolute(cell, A_TUESDAY) == date_of_it


def test_dates_within_a_cell_are_found_and_nothing_else_is_touched() -> None:
    levels = "today-40: 1; today-10: 3"
    agreed = "manager_priority: alternative friday 09:00 45; travel: remote"
    assert cell_with_dates(levels, A_TUESDAY) == "2026-10-15: 1; 2026-11-14: 3"
    assert cell_with_dates(agreed, A_TUESDAY) == agreed


def test_slots_are_written_as_people_say_them() -> None:
    assert parse_slots("Tuesday 16:00 Europe/Berlin 60;  last thursday 9:00 45") == [
        {
            "weekday": "tuesday",
            "week_of_month": None,
            "local_time": "16:00:00",
            "time_zone": "Europe/Berlin",
            "minutes": 60,
        },
        {
            "weekday": "thursday",
            "week_of_month": -1,
            "local_time": "09:00:00",
            "time_zone": None,
            "minutes": 45,
        },
    ]


@pytest.mark.parametrize("cell", ["tuesdays", "tuesday 60", "fifth tuesday 16:00 60", "16:00 60"])
def test_a_slot_that_is_none_is_refused_with_an_example(cell: str) -> None:
    with pytest.raises(ValueError, match=r"is no slot; write e\.g\. 'tuesday 16:00"):
        parse_slots(cell)


def test_contingencies_say_what_for_and_what_then() -> None:
    cell = (
        "manager_priority: alternative friday 09:00 45; travel: remote; "
        "known_busy_period: shorten to 30; absence: move within 7 days"
    )
    found = parse_contingencies(cell)
    assert [(each["for"], each["then"]["kind"]) for each in found] == [
        ("manager_priority", "alternative_slot"),
        ("travel", "remote"),
        ("known_busy_period", "shorten"),
        ("absence", "move_within_days"),
    ]


@pytest.mark.parametrize("cell", ["remote", "holiday: remote", "travel: cancel", "travel:"])
def test_a_vague_contingency_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_contingencies(cell)


def test_progress_is_a_day_and_a_level() -> None:
    assert [level for _, level in parse_progress("2026-03-10: 1; 2026-05-02: 4")] == [1, 4]
    with pytest.raises(ValueError, match="level 0 to 4"):
        parse_progress("2026-03-10: 5")
