"""What a service hears: events of other services, and names of people."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from shared.cloudevents import Attributes, from_headers
from shared.topics import SOURCES


class Raw(NamedTuple):
    """A record as it came."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


class Heard(Attributes, frozen=True, kw_only=True):
    """An event as it came, its data unread, and where it lay."""

    data: bytes
    topic: str
    partition: int
    offset: int


class Name(NamedTuple):
    """The newest name and address of a person as JSON, or None: forget them."""

    person_id: UUID
    value: bytes | None


class UnreadableError(Exception):
    """The record is no event, or not one of this topic."""


class PoisonedError(Exception):
    """An event cannot be acted upon: its stream stops here, everything else goes on."""

    def __init__(self, heard: Heard, reason: str) -> None:
        super().__init__(heard.stream, heard.version, reason)
        self.heard = heard
        self.reason = reason


def stream_of(raw: Raw) -> str:
    return (raw.key or b"").decode(errors="replace")


def read_event(raw: Raw) -> Heard:
    """Read the attributes of one record. Raises `UnreadableError`."""
    if raw.value is None:
        raise UnreadableError("an event cannot be taken back")
    try:
        fields = from_headers(raw.headers)
        fields["data"] = raw.value
        fields["topic"] = raw.topic
        fields["partition"] = raw.partition
        fields["offset"] = raw.offset
        heard = msgspec.convert(fields, Heard, builtin_types=(bytes,))
    except (msgspec.ValidationError, UnicodeDecodeError) as error:
        raise UnreadableError(str(error)) from error
    if heard.stream != stream_of(raw):
        raise UnreadableError("the key is not the stream")
    if heard.source != SOURCES.get(raw.topic, heard.source):
        raise UnreadableError("the source does not speak in this topic")
    return heard


def read_name(raw: Raw) -> Name:
    """Read one record of a topic of people. Raises `UnreadableError`."""
    try:
        if raw.value is not None:
            msgspec.json.decode(raw.value, type=dict)
        return Name(UUID((raw.key or b"").decode()), raw.value)
    except ValueError as error:
        raise UnreadableError("not a person's id and name") from error
