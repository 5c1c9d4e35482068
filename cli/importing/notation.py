"""Slots and contingencies of an agreement, in the notation of a cell.

`tuesday 16:00 Europe/Berlin 60; last thursday 09:00 45` and
`manager_priority: alternative last thursday 09:00 45; travel: remote; absence: move within 7 days`.
"""

import re
from collections.abc import Callable
from typing import Any, get_args

from cli.importing.moments import WEEKDAYS, WEEKS, parse_time
from shared.events.agreement import Purpose

Json = dict[str, Any]
PURPOSES = get_args(Purpose)

SLOT = re.compile(
    rf"(?:(?:every|(?P<week>{'|'.join(WEEKS)})) )?(?P<weekday>{'|'.join(WEEKDAYS)}) "
    r"(?P<time>\d{1,2}:\d\d)(?: (?P<zone>[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+|UTC))? (?P<minutes>\d+)",
    re.IGNORECASE,
)
SLOT_HELP = "write e.g. 'tuesday 16:00 Europe/Berlin 60' or 'last thursday 09:00 45'"
WAYS = "'alternative tuesday 16:00 60', 'remote', 'move within 7 days' or 'shorten to 30'"


def parse_slots(text: str) -> list[Json]:
    return [parse_slot(part) for part in parts(text)]


def parse_slot(text: str) -> Json:
    """Read one slot; a zone left out is the partnership's, filled in later."""
    found = SLOT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no slot; {SLOT_HELP}")
    return {
        "weekday": found["weekday"].lower(),
        "week_of_month": WEEKS.get((found["week"] or "").lower()),
        "local_time": parse_time(found["time"]).isoformat(),
        "time_zone": found["zone"],
        "minutes": int(found["minutes"]),
    }


def parse_contingencies(text: str) -> list[Json]:
    return [parse_contingency(part) for part in parts(text)]


def parse_contingency(text: str) -> Json:
    purpose, colon, way = (part.strip() for part in text.partition(":"))
    if not colon or purpose not in PURPOSES:
        known = ", ".join(PURPOSES)
        raise ValueError(f"{text!r} is for nothing known; write '<what for>: …' with {known}")
    return {"for": purpose, "then": parse_way(way)}


def parse_way(text: str) -> Json:
    for pattern, make in WAY_NOTATIONS:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
        if found is not None:
            return make(*found.groups())
    raise ValueError(f"{text!r} is no contingency; write {WAYS}")


WAY_NOTATIONS: tuple[tuple[str, Callable[..., Json]], ...] = (
    (r"alternative (.+)", lambda slot: {"kind": "alternative_slot", "slot": parse_slot(slot)}),
    (r"remote", lambda: {"kind": "remote"}),
    (r"move within (\d+) days?", lambda days: {"kind": "move_within_days", "days": int(days)}),
    (r"shorten to (\d+)", lambda minutes: {"kind": "shorten", "minutes": int(minutes)}),
)


def parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split(";") if part.strip()]


def in_zone(part: Any, zone: str) -> Any:
    """Fill in the zone of the slots that were written without one."""
    match part:
        case list():
            return [in_zone(item, zone) for item in part]
        case {"time_zone": None}:
            return {**part, "time_zone": zone}
        case dict():
            return {key: in_zone(value, zone) for key, value in part.items()}
        case _:
            return part
