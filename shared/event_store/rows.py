"""Events on their way into the events table and out of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from shared.bulk import Columns
from shared.envelope import NewEvent, Recorded, Said
from shared.events.event import Event, encode, event_name
from shared.vocabulary import Vocabulary, decode

E = TypeVar("E", bound=Event)


class Addition(msgspec.Struct, Generic[E], frozen=True, kw_only=True):
    """What is to be appended to one stream, and by whom, if it is still at `expected_version`."""

    stream: str
    expected_version: int
    events: Sequence[NewEvent[E]]
    said: Said
    imported_at: datetime | None = None


def events_json(addition: Addition[E]) -> str:
    """Return `new_events` of the SQL function `append_command`."""
    return encode([_event(version, new) for version, new in _numbered(addition)]).decode()


# What the SQL function `append_events` appends.
INCOMING: Columns = [
    ("stream", "text"),
    ("version", "int4"),
    ("id", "uuid"),
    ("type", "text"),
    ("schema_version", "int4"),
    ("data", "text"),
    ("actor", "text"),
    ("correlation_id", "uuid"),
    ("causation_id", "uuid"),
    ("traceparent", "text"),
    ("occurred_at", "timestamptz"),
]


def incoming(additions: Iterable[Addition[E]]) -> Iterator[Sequence[Any]]:
    """Return the rows of `INCOMING`."""
    for addition in additions:
        said = addition.said
        for version, new in _numbered(addition):
            yield (
                addition.stream,
                version,
                new.id,
                event_name(type(new.event)),
                new.event.VERSION,
                encode(new.event).decode(),
                said.actor,
                said.correlation_id,
                said.causation_id,
                said.traceparent,
                new.occurred_at,
            )


def _numbered(addition: Addition[E]) -> Iterable[tuple[int, NewEvent[E]]]:
    return enumerate(addition.events, addition.expected_version + 1)


def _event(version: int, new: NewEvent[E]) -> dict[str, Any]:
    return {
        "version": version,
        "id": new.id,
        "type": event_name(type(new.event)),
        "schema_version": new.event.VERSION,
        "data": msgspec.Raw(encode(new.event)),
        "occurred_at": new.occurred_at,
        "recorded_at": new.recorded_at,
    }


def recorded(
    addition: Addition[E], recorded_at: datetime, imported_at: datetime | None = None
) -> Sequence[Recorded[E]]:
    """Return the events as they now are, given when the store recorded them."""
    return [
        Recorded(
            id=new.id,
            stream=addition.stream,
            version=version,
            event=new.event,
            actor=addition.said.actor,
            correlation_id=addition.said.correlation_id,
            causation_id=addition.said.causation_id,
            traceparent=addition.said.traceparent,
            occurred_at=min(new.occurred_at, new.recorded_at or recorded_at),
            recorded_at=new.recorded_at or recorded_at,
            imported_at=imported_at,
        )
        for version, new in _numbered(addition)
    ]


COLUMNS = """
    id, stream, version, 'mentoring.' || type || '.v' || schema_version, data::text, actor,
    correlation_id, causation_id, traceparent, occurred_at, recorded_at, imported_at
"""


def from_row(row: tuple[Any, ...], vocabulary: Vocabulary) -> Recorded[Any]:
    """Read one row of `COLUMNS`."""
    return Recorded(
        id=row[0],
        stream=row[1],
        version=row[2],
        event=decode(row[3], row[4], vocabulary),
        actor=row[5],
        correlation_id=row[6],
        causation_id=row[7],
        traceparent=row[8],
        occurred_at=row[9],
        recorded_at=row[10],
        imported_at=row[11],
    )
