"""The parts of an agreement that events carry: committed slots and contingencies, all concrete."""

from datetime import time
from typing import Annotated, Literal, TypeAlias

import msgspec

from shared.events.terms import AtLeastOne

Weekday: TypeAlias = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
Purpose: TypeAlias = Literal["manager_priority", "known_busy_period", "travel", "absence"]
LocalTime: TypeAlias = Annotated[
    time,
    msgspec.Meta(
        extra_json_schema={"pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$"}
    ),
]
Minutes: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=24 * 60)]


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A committed time. `week_of_month`: 1 to 4, -1 for the last, null for every week."""

    weekday: Weekday
    week_of_month: Literal[1, 2, 3, 4, -1] | None = None
    local_time: LocalTime
    time_zone: str
    minutes: Minutes


class AlternativeSlot(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="alternative_slot"
):
    """The meeting moves to the next occurrence of this slot."""

    slot: Slot


class Remote(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="remote"):
    """The meeting stays at its time and is held remotely."""


class MoveWithinDays(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="move_within_days"
):
    """The meeting moves to a committed slot within so many days."""

    days: AtLeastOne


class Shorten(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="shorten"):
    """The meeting stays at its time and takes so many minutes."""

    minutes: Minutes


class Contingency(msgspec.Struct, frozen=True, kw_only=True):
    """What happens when something named comes between a pair and their meeting."""

    for_: Purpose = msgspec.field(name="for")
    then: AlternativeSlot | Remote | MoveWithinDays | Shorten
