"""What may stand in a request, strictly: no text for numbers, no numbers for text, nothing unknown.

What the JSON Schema of a field can say is a field error (422); the rest is a refusal (409).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, fields
from marshmallow.validate import Length, OneOf, Range

from shared.event_store.times import FutureTimeError
from shared.http.forms import DATE, INSTANT, TIME, UUID_TEXT, ZONE, codes, exactly, zones
from shared.http.refusals import (
    FIRST_YEAR,
    LAST_YEAR,
    DateOutOfRangeError,
    UnknownTimeZoneError,
)

D = TypeVar("D", bound=date)


class Body(Schema):
    """A request's body; a field that is not in it is refused."""

    class Meta:
        unknown = RAISE


class Id(fields.UUID):
    ACCEPTED: ClassVar = "Must be a UUID, such as 6f1d7a3e-5a0c-4c1e-9b1e-0a3d2c4b5e6f."

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> UUID:
        return UUID(exactly(value, UUID_TEXT, self.ACCEPTED))


class Day(fields.Date):
    ACCEPTED: ClassVar = "Must be a date, such as 2027-06-01."

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        text = exactly(value, DATE, self.ACCEPTED)
        try:
            found = date.fromisoformat(text)
        except ValueError as impossible:
            raise ValidationError(self.ACCEPTED) from impossible
        return _in_range(found, text)


class Instant(fields.AwareDateTime):  # noqa: TID251 - this is the one
    """In requests with any offset; in answers as in events, whose encoder writes it."""

    ACCEPTED: ClassVar = "Must be an instant with its offset, such as 2027-06-01T09:30:00Z."

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        text = exactly(value, INSTANT, self.ACCEPTED)
        try:
            found = datetime.fromisoformat(text.upper())
        except ValueError as impossible:
            raise ValidationError(self.ACCEPTED) from impossible
        return _in_range(found, text).astimezone(UTC)

    def _serialize(self, value: datetime | None, *_: Any, **__: Any) -> Any:
        return None if value is None else value.astimezone(UTC)


def _in_range(found: D, text: str) -> D:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DateOutOfRangeError(text)
    return found


class LocalTime(fields.Time):
    """A time of day on a clock on the wall, to the minute."""

    ACCEPTED: ClassVar = "Must be a local time, such as 09:30."

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            metadata={"format": "", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"},
            **kwargs,
        )

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> time:
        try:
            return time.fromisoformat(exactly(value, TIME, self.ACCEPTED))
        except ValueError as impossible:
            raise ValidationError(self.ACCEPTED) from impossible


class TimeZone(fields.String):
    ACCEPTED: ClassVar = "Must be a time zone's name, such as Europe/Berlin."

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"pattern": f"^{ZONE.pattern}$", "maxLength": 64, "example": "Europe/Berlin"}
        super().__init__(metadata=metadata, validate=Length(max=64), **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        name = exactly(value, ZONE, self.ACCEPTED)
        if name not in zones():
            raise UnknownTimeZoneError(name)
        return name


class Whole(fields.Integer):
    """A whole number; neither `true` nor 5.0 nor "5" is one. `one_of`: these and no other."""

    ACCEPTED: ClassVar = "Must be a whole number."

    def __init__(
        self, *, least: int, most: int = 100_000, one_of: Sequence[int] = (), **kwargs: Any
    ) -> None:
        accepted = OneOf(one_of) if one_of else Range(min=least, max=most)
        super().__init__(validate=accepted, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not int:
            raise ValidationError(self.ACCEPTED)
        return value


class Factor(fields.Field[Decimal]):
    """A decimal number, kept with the digits it was written with."""

    ACCEPTED: ClassVar = "Must be a number of at least 1 and at most 1000, of at most 40 digits."

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"type": "number", "minimum": 1, "maximum": 1000}, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        if type(value) not in {int, Decimal} or not 1 <= value <= 1000:  # noqa: PLR2004
            raise ValidationError(self.ACCEPTED)
        number = Decimal(value)
        if len(number.as_tuple().digits) > 40:  # noqa: PLR2004
            raise ValidationError(self.ACCEPTED)
        return number


class Flag(fields.Boolean):
    ACCEPTED: ClassVar = "Must be true or false."

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if type(value) is not bool:
            raise ValidationError(self.ACCEPTED)
        return value


class Text(fields.String):
    """Text for people. PostgreSQL keeps no NUL."""

    def __init__(self, *, least: int = 1, most: int, **kwargs: Any) -> None:
        metadata = {"pattern": "^[^\\u0000]*$"}
        super().__init__(validate=Length(min=least, max=most), metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or "\0" in value:
            raise ValidationError("Must be text without the character NUL.")
        return value


class Matching(fields.String):
    """Text of one pattern, the whole of it; `accepted` says in words what that is."""

    def __init__(self, pattern: str, *, accepted: str, most: int, **kwargs: Any) -> None:
        self._pattern = re.compile(pattern)
        self._accepted = accepted
        metadata = {"pattern": f"^{pattern}$", "description": accepted}
        super().__init__(validate=Length(max=most), metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        return exactly(value, self._pattern, self._accepted)


class Code(fields.String):
    """One of the codes of a `Literal` type of the events."""

    def __init__(self, literal: Any, **kwargs: Any) -> None:
        super().__init__(validate=OneOf(codes(literal)), **kwargs)


class CommandBody(Body):
    """What every command may say beside its own: when it happened, if that was not just now."""

    time = Instant(
        metadata={"description": "When it happened, never later than now; default: now."}
    )


def happened_at(body: Mapping[str, Any], now: datetime) -> datetime:
    """When what `body` says happened."""
    time_: datetime = body.get("time", now)
    if time_ > now:
        raise FutureTimeError(FutureTimeError.__doc__)
    return time_
