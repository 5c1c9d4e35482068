"""What every published fact is: an immutable record with a name, a version and one JSON form."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar

import msgspec

Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
# The pattern is a promise to readers; readers of ours accept any text and compare it whole.
Digest: TypeAlias = Annotated[str, msgspec.Meta(extra_json_schema={"pattern": "^[0-9a-f]{64}$"})]
Level: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=4)]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in the past tense. Its fields are its JSON form, its schema and its documentation.

    An old version that may still be read is a class too, named after both as in `AlertSnoozedV1`.
    """

    VERSION: ClassVar[int] = 1

    def renewed(self) -> "Event":
        """Say the same in the newest version: an old one has to know how."""
        return self


E = TypeVar("E", bound=Event)

# `decimal_format`: a policy's factors are numbers on the wire, written as they were published.
_encoder = msgspec.json.Encoder(decimal_format="number", uuid_format="canonical")
_canonical = msgspec.json.Encoder(decimal_format="number", uuid_format="canonical", order="sorted")


def encode(value: Any) -> bytes:
    """JSON of an event or of any part of one: UTF-8, no spaces, fields in their declared order."""
    return _encoder.encode(value)


def canonical(value: Any) -> bytes:
    """Canonical JSON (keys sorted at every level, no spaces, UTF-8): what digests are made of."""
    return _canonical.encode(value)


def written(instant: datetime) -> str:
    """Write an instant for people as it stands in events: in UTC, with six decimals or none."""
    return encode(instant.astimezone(UTC)).decode().strip('"')


def event_name(event: type[Event]) -> str:
    return event.__name__.removesuffix(f"V{event.VERSION}")


def event_type(event: type[Event]) -> str:
    """Name it as CloudEvents does: `mentoring.<EventName>.v<n>`."""
    return f"mentoring.{event_name(event)}.v{event.VERSION}"


def by_type(*events: type[Event]) -> Mapping[str, type[Event]]:
    """Make the vocabulary of one producer: CloudEvents type -> class."""
    return {event_type(event): event for event in events}


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in lower-case hexadecimal."""
    return sha256(canonical(value)).hexdigest()


def own_digest(event: Event) -> str:
    """Compute what its `digest` field must hold: the digest of all its other data."""
    data = msgspec.structs.asdict(event)
    return digest({name: value for name, value in data.items() if name != "digest"})


def sealed(event: E) -> E:
    """Fill in the `digest` field."""
    return msgspec.structs.replace(event, digest=own_digest(event))
