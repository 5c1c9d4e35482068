"""Slots and contingencies in requests: strict, concrete, loaded as what events carry."""

from typing import Any

from marshmallow import fields, post_load
from marshmallow.validate import OneOf

from shared.events.agreement import (
    AlternativeSlot,
    Contingency,
    MoveWithinDays,
    Purpose,
    Remote,
    Shorten,
    Slot,
    Weekday,
)
from shared.http.fields import Body, Code, LocalTime, TimeZone, Whole
from shared.http.tagged import Tagged

_DAY_MINUTES = 24 * 60


class SlotBody(Body):
    """A committed time. `week_of_month`: 1 to 4, -1 for the last, null for every week."""

    weekday = Code(Weekday, required=True)
    week_of_month = Whole(
        least=-1, most=4, one_of=(1, 2, 3, 4, -1), allow_none=True, load_default=None
    )
    local_time = LocalTime(required=True)
    time_zone = TimeZone(required=True)
    minutes = Whole(least=1, most=_DAY_MINUTES, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Slot:
        return Slot(**data)


class AlternativeSlotBody(Body):
    """The meeting moves to the next occurrence of this slot."""

    kind = fields.String(required=True, validate=OneOf(["alternative_slot"]))
    slot = fields.Nested(SlotBody, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> AlternativeSlot:
        return AlternativeSlot(slot=data["slot"])


class RemoteBody(Body):
    """The meeting stays at its time and is held remotely."""

    kind = fields.String(required=True, validate=OneOf(["remote"]))

    @post_load
    def make(self, _data: dict[str, Any], **_: Any) -> Remote:
        return Remote()


class MoveWithinDaysBody(Body):
    """The meeting moves to a committed slot within so many days."""

    kind = fields.String(required=True, validate=OneOf(["move_within_days"]))
    days = Whole(least=1, most=366, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> MoveWithinDays:
        return MoveWithinDays(days=data["days"])


class ShortenBody(Body):
    """The meeting stays at its time and takes so many minutes."""

    kind = fields.String(required=True, validate=OneOf(["shorten"]))
    minutes = Whole(least=1, most=_DAY_MINUTES, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Shorten:
        return Shorten(minutes=data["minutes"])


MEASURES: dict[str, type[Body]] = {
    "alternative_slot": AlternativeSlotBody,
    "remote": RemoteBody,
    "move_within_days": MoveWithinDaysBody,
    "shorten": ShortenBody,
}


class ContingencyBody(Body):
    """What happens when something named comes between a pair and their meeting."""

    for_ = Code(Purpose, required=True, data_key="for")
    then = Tagged("kind", MEASURES, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Contingency:
        return Contingency(**data)
