"""From a type and its JSON to an event; what was said in an older version is brought up to date."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from shared.events.event import Event

Vocabulary: TypeAlias = Mapping[str, type[Event]]
# An old type -> what makes the next version's type and JSON of its JSON. Numbers stay as written.
Upcasters: TypeAlias = Mapping[str, Callable[[Any], tuple[str, Any]]]

_json = msgspec.json.Decoder(float_hook=Decimal)


class UnknownTypeError(Exception):
    """No event of this name and version is known here."""


def decode(
    type_: str, data: bytes | str, vocabulary: Vocabulary, upcasters: Upcasters | None = None
) -> Event:
    """Read one event. Raises `UnknownTypeError`, or `msgspec.DecodeError` for unreadable data."""
    if (current := vocabulary.get(type_)) is not None:
        return msgspec.json.decode(data, type=current)
    raw = _json.decode(data)
    while type_ not in vocabulary:
        if upcasters is None or type_ not in upcasters:
            raise UnknownTypeError(type_)
        type_, raw = upcasters[type_](raw)
    return msgspec.convert(raw, vocabulary[type_], builtin_types=(Decimal,))
