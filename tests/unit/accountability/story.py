"""Stories for the fold, told in as few words as possible: days are dates of 2027, in UTC."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec

from services.accountability.facts import Fact
from services.accountability.fold import begin, fold
from services.accountability.said import AlertEased, AlertEscalated, AlertRaised, Derived

LATER = datetime(2030, 1, 1, tzinfo=UTC)
AGREED = {
    "starts_on": "2027-01-04",
    "ends_on": "2027-12-31",
    "cadence_days": 14,
    "notice_hours": 24,
}


def at(day: str, clock: str = "12:00") -> datetime:
    """`at("01-19")` is noon of the 19th of January 2027, UTC."""
    return datetime.combine(date.fromisoformat(f"2027-{day}"), time.fromisoformat(clock), UTC)


def fact(name: str, recorded: datetime, *, happened: datetime | None = None, **data: Any) -> Fact:
    return Fact(
        id="",
        sequence=0,
        type=f"mentoring.{name}.v1",
        recorded=recorded,
        time=happened or recorded,
        data=msgspec.json.encode(data),
    )


def proposed(recorded: datetime, time_zone: str = "UTC", **policy: Any) -> Fact:
    return fact("PartnershipProposed", recorded, program_id="g", time_zone=time_zone, policy=policy)


def activated(recorded: datetime, **agreed: Any) -> Fact:
    return fact("PartnershipActivated", recorded, **{**AGREED, **agreed})


def replaced(recorded: datetime, **agreed: Any) -> Fact:
    return fact("AgreementReplaced", recorded, **{**AGREED, **agreed})


def begun(time_zone: str = "UTC", **policy: Any) -> list[Fact]:
    """Proposed on 1 January, active from 4 January, which is also when they start."""
    return [proposed(at("01-01"), time_zone, **policy), activated(at("01-04"))]


def meeting(meeting_id: str, name: str, recorded: datetime, **data: Any) -> Fact:
    return fact(f"Meeting{name}", recorded, meeting_id=meeting_id, **data)


def scheduled(meeting_id: str, recorded: datetime, starts_at: datetime) -> Fact:
    return meeting(meeting_id, "Scheduled", recorded, starts_at=starts_at)


def held(meeting_id: str, recorded: datetime, started_at: datetime | None = None) -> Fact:
    return meeting(meeting_id, "Held", recorded, started_at=started_at or recorded)


def check_in(recorded: datetime, role: str) -> Fact:
    who: dict[str, Any] = {"with": role}
    return fact("CheckInRecorded", recorded, **who)


def numbered(facts: Sequence[Fact]) -> list[Fact]:
    """Make one stream of them: the k-th is event `e<k>`."""
    return [
        Fact(
            id=f"e{number}",
            sequence=number,
            type=told.type,
            recorded=told.recorded,
            time=told.time,
            data=told.data,
        )
        for number, told in enumerate(facts, start=1)
    ]


def say(facts: Sequence[Fact], rule: str, until: datetime = LATER) -> list[Derived]:
    """Fold the story, and keep what one rule says."""
    said = fold(begin("p"), numbered(facts), until)
    return [event for event in said if event.rule == rule]


def raises(facts: Sequence[Fact], rule: str, until: datetime = LATER) -> list[AlertRaised]:
    return [event for event in say(facts, rule, until) if isinstance(event, AlertRaised)]


def tells(facts: Sequence[Fact], rule: str, until: datetime = LATER) -> list[list[str]]:
    said = say(facts, rule, until)
    return [list(event.tell) for event in said if not isinstance(event, AlertEased)]


def tale(facts: Sequence[Fact], rule: str, until: datetime = LATER) -> list[str]:
    return [short(event) for event in say(facts, rule, until)]


def short(event: Derived) -> str:
    """Write when it was said and what: `2027-01-19 raised watch`."""
    kind = type(event).__name__.removeprefix("Alert").lower()
    if isinstance(event, AlertRaised | AlertEscalated):
        return f"{moment(event.raised_at)} {kind} {event.level}"
    what = event.level if isinstance(event, AlertEased) else event.reason
    return f"{moment(event.at)} {kind} {what}"


def moment(at: datetime) -> str:
    """Leave out midnight."""
    return at.strftime("%Y-%m-%d" if at.time() == time() else "%Y-%m-%d %H:%M")
