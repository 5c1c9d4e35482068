"""Making time over HTTP: from all that is known of both."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.partnerships.calendars import public_holidays
from shared.clock import now
from tests.integration.partnerships.office import DRAFT, ROLES, Pair, Partnership

BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = {"starts_on": "2026-11-02", "ends_on": "2027-10-25", "review_on": "2027-02-01"}
SUMMER = "since=2027-05-31T00:00:00Z&days=28"


@pytest.fixture
def running(pair: Pair) -> Partnership:
    partnership = pair.proposed()
    drafted = partnership.draft(**ALWAYS)
    for role in ROLES:
        partnership.sign(role, drafted)
    return partnership


def days(partnership: Partnership, query: str = SUMMER) -> list[str]:
    items = partnership.get(f"/possible-times?{query}", role="mentee").body["items"]
    return [item["starts_at"][:10] for item in items]


def test_the_slots_of_the_next_weeks_are_proposed(running: Partnership) -> None:
    assert days(running) == ["2027-06-01", "2027-06-08", "2027-06-15", "2027-06-22"]
    assert days(running, SUMMER + "&limit=1") == ["2027-06-01"]
    assert running.get("/possible-times?days=0").status == 422


def test_absences_are_left_out(running: Partnership) -> None:
    running.office.hear(running.pair.plan_absence("mentor", "2027-06-07", "2027-06-14"))
    assert days(running) == ["2027-06-01", "2027-06-15", "2027-06-22"]


def test_public_holidays_are_left_out(pair: Pair) -> None:
    partnership = pair.proposed()
    saturdays = {**DRAFT["slots"][0], "weekday": "saturday"}
    drafted = partnership.draft(**ALWAYS, slots=[saturdays])
    for role in ROLES:
        partnership.sign(role, drafted)
    # 26 December 2026 and 1 May 2027 are Saturdays, and holidays in Germany.
    assert days(partnership, "since=2026-12-18T00:00:00Z&days=21") == ["2026-12-19", "2027-01-02"]
    assert days(partnership, "since=2027-04-24T00:00:00Z&days=15") == ["2027-04-24", "2027-05-08"]


def test_meetings_with_others_are_in_the_way_too(running: Partnership) -> None:
    pair, office = running.pair, running.office
    boss = pair.people["mentee_manager"]
    office.enroll(pair.people["mentee"], "mentor", boss)
    newcomer = office.person("nils", pair.people["mentor_manager"])
    office.enroll(newcomer, "mentee", pair.people["mentor_manager"])
    other = pair.propose(mentor_id=str(pair.people["mentee"]), mentee_id=str(newcomer)).body
    path = f"/partnerships/{other['partnership_id']}"
    nils = office.token("nils")
    drafted = office.made(f"{path}/agreements", {**DRAFT, **ALWAYS}, by=nils)
    people = {
        "mentor": pair.token("mentee"),
        "mentee": nils,
        "mentor_manager": pair.token("mentee_manager"),
        "mentee_manager": pair.token("mentor_manager"),
    }
    for role, by in people.items():
        signature = {"role": role, "digest": drafted["digest"]}
        office.made(f"{path}/agreements/1/signatures", signature, by=by)
    meeting = {"starts_at": "2027-06-08T07:30:00Z", "minutes": 60}
    office.made(f"{path}/meetings", meeting, by=nils)
    assert days(running) == ["2027-06-01", "2027-06-15", "2027-06-22"]


def test_what_is_proposed_is_in_the_slot_by_default_from_now(running: Partnership) -> None:
    items = running.get("/possible-times", role="mentee").body["items"]
    first = datetime.fromisoformat(items[0]["starts_at"])
    assert first > now()
    local = first.astimezone(BERLIN)
    assert (local.strftime("%A %H:%M"), items[0]["slot"]) == ("Tuesday 09:00", 0)
    running.made("/meetings", items[0], role="mentee")


@pytest.mark.parametrize(
    ("time_zone", "holiday"),
    [
        ("Europe/Berlin", date(2027, 10, 3)),
        ("America/New_York", date(2027, 7, 5)),
        ("Asia/Tokyo", date(2027, 5, 3)),
    ],
)
def test_holidays_are_those_of_the_zone_s_country(time_zone: str, holiday: date) -> None:
    assert holiday in public_holidays(time_zone, [2027])
    assert not public_holidays("UTC", [2027])
