"""CloudEvents 1.0: events as they travel, in Kafka's binary mode and in structured JSON."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

import msgspec

from shared.events.event import Instant, encode

Headers: TypeAlias = Sequence[tuple[str, bytes]]
Sequenced: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[0-9]{10}$")]

_JSON = "application/json"


class Attributes(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "stream": "subject",
        "occurred_at": "time",
        "recorded_at": "recordedtime",
        "correlation_id": "correlationid",
        "causation_id": "causationid",
        "imported_at": "importedtime",
    },
):
    """What is said about an event; the names on the wire are those of the specification."""

    specversion: Literal["1.0"]
    id: UUID
    type: str
    source: str
    stream: str
    occurred_at: Instant
    recorded_at: Instant
    sequence: Sequenced
    partitionkey: str
    correlation_id: UUID
    causation_id: UUID | None = None
    actor: str
    imported_at: Instant | None = None
    traceparent: str | None = None

    @property
    def version(self) -> int:
        """The event's place in its stream, from 1."""
        return int(self.sequence)


class CloudEvent(Attributes, frozen=True, kw_only=True, omit_defaults=True):
    """An event in structured mode, its data unread."""

    datacontenttype: Literal["application/json"]
    data: msgspec.Raw


def to_json(event: CloudEvent) -> bytes:
    return encode(event)


def from_json(line: bytes | str) -> CloudEvent:
    """Read an event in structured mode. Raises `msgspec.DecodeError`."""
    return msgspec.json.decode(line, type=CloudEvent)


def to_headers(event: Attributes) -> list[tuple[str, bytes]]:
    """Return the headers of binary mode: those that a relay makes without building an event."""
    only = {name: getattr(event, name) for name in Attributes.__struct_fields__}
    attributes: Mapping[str, str] = msgspec.to_builtins(Attributes(**only))
    return [
        ("content-type", _JSON.encode()),
        *((header_name(name), value.encode()) for name, value in attributes.items()),
    ]


def header_name(attribute: str) -> str:
    """`traceparent` keeps the name that tracing expects in a message's headers."""
    return attribute if attribute == "traceparent" else f"ce_{attribute}"


def from_headers(headers: Headers) -> dict[str, Any]:
    """Return the attributes of binary mode, unchecked, under the names of the specification."""
    return {name.removeprefix("ce_"): value.decode() for name, value in headers}
