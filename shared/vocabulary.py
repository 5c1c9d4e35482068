"""From a type and its JSON to an event; what was said in an older version is brought up to date."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from shared.events.event import Event

Vocabulary: TypeAlias = Mapping[str, type[Event]]


class UnknownTypeError(Exception):
    """No event of this name and version is known here."""


def decode(type_: str, data: bytes | str, vocabulary: Vocabulary) -> Event:
    """Read one event. Raises `UnknownTypeError`, or `msgspec.DecodeError` for unreadable data."""
    if type_ not in vocabulary:
        raise UnknownTypeError(type_)
    return msgspec.json.decode(data, type=vocabulary[type_]).renewed()
