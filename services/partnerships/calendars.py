"""What is known of the time of the two: meetings in all their partnerships, absences, holidays."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID
from warnings import catch_warnings, simplefilter

from holidays import country_holidays, list_supported_countries

from services.partnerships.candidates.absences import absences_of
from services.partnerships.partnership.decider import partnership
from services.partnerships.partnership.making_time import Busy, Calendar
from services.partnerships.partnership.state import Active, is_pending
from services.partnerships.queries import Row
from services.partnerships.stores import Stores, stream_of
from shared.database import Connection
from shared.events.partnerships import Partner

PAIR: tuple[Partner, ...] = ("mentor", "mentee")


def calendars_of(stores: Stores, row: Row, years: Sequence[int]) -> Sequence[Calendar]:
    """The calendars of the mentor and the mentee of a partnership."""
    return [_calendar(stores, row, role, years) for role in PAIR]


def public_holidays(time_zone: str, years: Sequence[int]) -> frozenset[date]:
    """The national holidays of the country that a time zone is in; none where that is not known."""
    country = _countries().get(time_zone)
    if country is None or country not in list_supported_countries(include_aliases=False):
        return frozenset()
    return frozenset(day for year in years for day in _holidays(country, year))


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int) -> frozenset[date]:
    with catch_warnings():
        # Of some years it does not know all, and says so.
        simplefilter("ignore")
        return frozenset(country_holidays(country, years=year))


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {name: country for country, _, name, *_ in lines}


def _calendar(stores: Stores, row: Row, role: Partner, years: Sequence[int]) -> Calendar:
    person_id, time_zone = row[f"{role}_id"], row["time_zone"]
    with stores.pool.connection() as connection:
        time_zone = _time_zone(connection, person_id) or time_zone
        partnerships = _partnerships_of(connection, person_id)
        absences = absences_of(connection, _enrollments_of(connection, person_id))
    return Calendar(
        time_zone=time_zone,
        busy=tuple(each for id_ in partnerships for each in _meetings_of(stores, id_)),
        absences=absences,
        holidays=public_holidays(time_zone, years),
    )


def _meetings_of(stores: Stores, partnership_id: UUID) -> Sequence[Busy]:
    state = partnership.fold(stores.partnerships().read(stream_of(partnership_id)))
    meetings = state.meetings.values() if isinstance(state, Active) else ()
    return [
        Busy(starts_at=meeting.plan.starts_at, minutes=meeting.plan.minutes)
        for meeting in meetings
        if meeting.plan is not None and is_pending(meeting)
    ]


def _time_zone(connection: Connection, person_id: UUID) -> str | None:
    row = connection.execute(
        "SELECT time_zone FROM people WHERE person_id = %s", (person_id,)
    ).fetchone()
    return row[0] if row else None


def _partnerships_of(connection: Connection, person_id: UUID) -> Sequence[UUID]:
    """Whatever the program, and on whichever side."""
    return _ids(
        connection,
        """
        SELECT partnership_id
        FROM partnerships
        WHERE state = 'active' AND (mentor_id = %(id)s OR mentee_id = %(id)s)
        """,
        person_id,
    )


def _enrollments_of(connection: Connection, person_id: UUID) -> Sequence[UUID]:
    return _ids(
        connection, "SELECT enrollment_id FROM enrollments WHERE person_id = %(id)s", person_id
    )


def _ids(connection: Connection, query: Any, person_id: UUID) -> Sequence[UUID]:
    return [row[0] for row in connection.execute(query, {"id": person_id})]
