"""What partnerships say in a run: few facts, chosen so that each of them moves an alert."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from msgspec.structs import replace

from shared.envelope import NewEvent
from shared.events.event import Event
from shared.events.examples.cast import PARTNERSHIP_ID
from shared.events.examples.find import example
from shared.events.partnerships import (
    MeetingHeld,
    MeetingScheduled,
    PartnershipActivated,
    PartnershipEnded,
    PartnershipPaused,
    PartnershipProposed,
    PartnershipResumed,
)

DAY = timedelta(days=1)


def partnership_id(number: int) -> UUID:
    return uuid5(PARTNERSHIP_ID, str(number))


def stream(number: int) -> str:
    return f"partnership-{partnership_id(number)}"


def proposed(number: int) -> Event:
    return replace(example(PartnershipProposed), partnership_id=partnership_id(number))


def activated(_number: int, now: datetime) -> Event:
    return replace(
        example(PartnershipActivated),
        starts_on=now.date(),
        ends_on=(now + 200 * DAY).date(),
        cadence_days=7,
    )


def held(number: int, now: datetime) -> Event:
    meeting_id = uuid5(partnership_id(number), now.isoformat())
    return replace(example(MeetingHeld), meeting_id=meeting_id, started_at=now - DAY / 24)


def scheduled(number: int, now: datetime) -> Event:
    meeting_id = uuid5(partnership_id(number), f"scheduled {now.isoformat()}")
    return replace(example(MeetingScheduled), meeting_id=meeting_id, starts_at=now + 4 * DAY)


def paused(_number: int, now: datetime) -> Event:
    day = now.date()
    return replace(example(PartnershipPaused), paused_on=day, resumes_on=(now + 20 * DAY).date())


def resumed(_number: int, now: datetime) -> Event:
    return replace(example(PartnershipResumed), resumed_on=now.date())


def ended(_number: int, now: datetime) -> Event:
    return replace(example(PartnershipEnded), ended_on=now.date())


LATER: Sequence[Callable[[int, datetime], Event]] = (held, scheduled, paused, resumed, held, ended)


def next_events(number: int, version: int, choice: int, now: datetime) -> list[Event]:
    """The first append proposes and activates; one or two facts follow each time."""
    if version == 0:
        return [proposed(number), activated(number, now)]
    events = [LATER[choice % len(LATER)](number, now)]
    if choice % 3 == 0:
        events.append(held(number, now + DAY / 1000))
    return events


def history(number: int, now: datetime) -> list[tuple[datetime, Event]]:
    """A pair that met twice two months ago: by now its alerts have been due for long."""
    began = now - 60 * DAY
    return [
        (began, proposed(number)),
        (began, activated(number, began)),
        *((began + day * DAY, held(number, began + day * DAY)) for day in (3, 9)),
    ]


def new(events: Sequence[Event], key: str, at: datetime) -> list[NewEvent[Event]]:
    return [
        NewEvent(id=uuid5(PARTNERSHIP_ID, f"{key}/{number}"), event=event, occurred_at=at)
        for number, event in enumerate(events)
    ]
