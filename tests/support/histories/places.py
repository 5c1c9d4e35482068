"""Zones with a day on which something odd happens, and instants that huddle around such days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tests.reference.zones import start

PLACES = (
    ("Europe/Berlin", "2027-03-28"),
    ("Europe/Berlin", "2027-10-31"),
    ("America/New_York", "2027-03-14"),
    ("America/New_York", "2027-11-07"),
    ("Australia/Lord_Howe", "2027-04-04"),
    ("Australia/Lord_Howe", "2027-10-03"),
    ("Pacific/Apia", "2011-12-30"),  # this date did not exist
    ("Pacific/Kwajalein", "1993-08-21"),  # nor did this
    ("Pacific/Kiritimati", "1995-01-01"),
    ("Pacific/Kiritimati", "2027-06-01"),
    ("America/Sao_Paulo", "2018-11-04"),  # no midnight
    ("America/Sao_Paulo", "2018-02-18"),
    ("America/Asuncion", "2023-10-01"),  # no midnight
    ("Asia/Beirut", "2024-03-31"),  # no midnight
    ("Asia/Beirut", "2024-10-27"),
    ("Africa/Cairo", "2024-04-26"),  # no midnight
    ("Africa/Cairo", "2024-11-01"),
    ("Asia/Tehran", "2021-03-22"),  # no midnight
    ("Asia/Tehran", "2021-09-22"),
    ("America/Havana", "2024-11-03"),  # midnight twice
    ("America/Havana", "2024-03-10"),
    ("America/St_Johns", "2010-11-07"),  # midnight twice, the day before in between
    ("America/Toronto", "1919-03-31"),  # begins at half past twelve
    ("Africa/Monrovia", "1972-01-07"),  # until then offset by seconds
    ("Atlantic/Azores", "2027-10-31"),
    ("America/Nuuk", "2024-03-31"),
    ("Asia/Kathmandu", "2027-05-05"),
    ("Antarctica/Troll", "2027-03-28"),  # two hours
    ("UTC", "2028-02-29"),
)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """A time zone, and the days on which a history plays."""

    zone: str
    first: date
    days: int

    def day(self, rng: Random) -> date:
        return self.first + timedelta(days=rng.randrange(self.days))

    def instant(self, rng: Random, day: date | None = None) -> datetime:
        """Due instants are beginnings of days: so most instants are, or are close to one."""
        midnight = start(self.zone, (day or self.day(rng)).toordinal())
        match rng.randrange(10):
            case 0:
                return midnight - TICK
            case 1:
                return midnight + TICK
            case 2:
                return midnight + timedelta(hours=12)
            case 3:
                return midnight + timedelta(seconds=rng.randrange(86_400))
            case 4:
                return midnight + timedelta(microseconds=rng.randrange(86_400_000_000))
            case _:
                return midnight


def some_place(rng: Random) -> Place:
    zone, odd = rng.choice(PLACES)
    days = rng.choice((6, 12, 25, 50, 100, 200))
    return Place(zone, date.fromisoformat(odd) - timedelta(days=rng.randrange(days)), days)
