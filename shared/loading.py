"""Whole streams of another installation: with the same ids, versions and times in this store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
import psycopg

from shared.cloudevents import CloudEvent
from shared.database import Connection
from shared.envelope import Recorded
from shared.errors import VersionConflictError
from shared.events.event import encode
from shared.vocabulary import Vocabulary, decode

Ids: TypeAlias = Sequence[UUID]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a stream of a file stands to what is here: new, known, or with another history."""

    stream: str
    here: int
    agree: int
    offered: int

    @property
    def is_new(self) -> bool:
        return self.here == 0

    @property
    def is_known(self) -> bool:
        """All that is offered is here; here it may have gone on."""
        return self.agree == self.offered


def compare(connection: Connection, offered: Mapping[str, Ids]) -> Sequence[Standing]:
    """Compare streams, each by the ids of its events from the first version on."""
    here = _ids_here(connection, offered)
    return [
        Standing(
            stream=stream,
            here=len(here[stream]),
            agree=_agree(here[stream], ids),
            offered=len(ids),
        )
        for stream, ids in offered.items()
    ]


def load(
    connection: Connection, events: Sequence[CloudEvent], vocabulary: Vocabulary
) -> Sequence[Recorded[Any]]:
    """Record whole streams that are new here, in the caller's transaction, and return them.

    Raises `VersionConflictError` if one has come here meanwhile.
    """
    try:
        row = connection.execute(
            "SELECT load_history(%s)", (encode([_row(event) for event in events]).decode(),)
        ).fetchone()
    except psycopg.Error as error:
        raise (VersionConflictError() if error.sqlstate == "VC409" else error) from error
    assert row is not None  # noqa: S101
    return [_recorded(event, vocabulary, row[0]) for event in events]


def _ids_here(connection: Connection, streams: Collection[str]) -> Mapping[str, list[UUID]]:
    found: dict[str, list[UUID]] = {stream: [] for stream in streams}
    rows = connection.execute(
        "SELECT stream, id FROM events WHERE stream = ANY(%s) ORDER BY stream, version",
        (list(streams),),
    )
    for stream, id_ in rows:
        found[stream].append(id_)
    return found


def _agree(here: Ids, offered: Ids) -> int:
    pairs = enumerate(zip(here, offered, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(here), len(offered)))


def _row(event: CloudEvent) -> dict[str, Any]:
    name, _, version = event.type.removeprefix("mentoring.").rpartition(".v")
    return {
        "stream": event.stream,
        "version": event.version,
        "id": event.id,
        "type": name,
        "schema_version": int(version),
        "data": msgspec.Raw(event.data),
        "actor": event.actor,
        "correlation_id": event.correlation_id,
        "causation_id": event.causation_id,
        "traceparent": event.traceparent,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
    }


def _recorded(event: CloudEvent, vocabulary: Vocabulary, imported_at: datetime) -> Recorded[Any]:
    return Recorded(
        id=event.id,
        stream=event.stream,
        version=event.version,
        event=decode(event.type, bytes(event.data), vocabulary),
        actor=event.actor,
        correlation_id=event.correlation_id,
        causation_id=event.causation_id,
        traceparent=event.traceparent,
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        imported_at=imported_at,
    )
