"""The only writer and reader of a service's streams."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.sql import Identifier

from shared.bulk import clear, shape, take_in
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.envelope import Answered, History, NewEvent, Recorded, Request, Said
from shared.errors import IdempotencyKeyReusedError, VersionConflictError
from shared.event_store.rows import (
    COLUMNS,
    INCOMING,
    Addition,
    events_json,
    from_row,
    incoming,
    recorded,
)
from shared.event_store.times import check_times
from shared.events.event import Event, encode
from shared.vocabulary import Vocabulary

E = TypeVar("E", bound=Event)

# Runs in the transaction of the append. It may raise `DomainError`: then nothing is written.
Projection: TypeAlias = Callable[[Connection, Sequence[Recorded[Any]]], None]

_ATTEMPTS = 10
_VERSION_CONFLICT = "VC409"

_INCOMING = Identifier("incoming_events")
_SHAPE = shape(INCOMING)


class EventStore(Generic[E]):
    def __init__(
        self,
        pool: Pool,
        vocabulary: Vocabulary,
        clock: Clock,
        projections: Sequence[Projection] = (),
    ) -> None:
        self._pool = pool
        self._vocabulary = vocabulary
        self._clock = clock
        self._projections = projections

    def read(self, stream: str) -> History[E]:
        with self._pool.connection() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM events WHERE stream = %s ORDER BY version",  # noqa: S608
                (stream,),
            )
            events = [from_row(row, self._vocabulary) for row in rows]
        return History(stream=stream, events=events)

    def append(  # noqa: PLR0913
        self,
        stream: str,
        events: Sequence[NewEvent[E]],
        *,
        expected_version: int,
        said: Said,
        request: Request | None = None,
        imported_at: datetime | None = None,
    ) -> Sequence[Recorded[E]] | Answered:
        """Append all of `events` or nothing; a request that was answered before gets its answer.

        Raises `VersionConflictError`, `IdempotencyKeyReusedError`, or a projection's refusal.
        """
        addition = Addition(
            stream=stream,
            expected_version=expected_version,
            events=events,
            said=said,
            imported_at=imported_at,
        )
        check_times(addition, self._clock())
        for attempt in range(_ATTEMPTS):
            try:
                return self._append(addition, request)
            except (SerializationFailure, DeadlockDetected):
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError

    def answered(self, request_key: str, digest: str) -> Answered | None:
        """Look up the answer this request got before: cheap, and before anything is decided."""
        with self._pool.connection() as connection:
            known = connection.execute(
                "SELECT request_digest, result FROM commands WHERE id = %s", (request_key,)
            ).fetchone()
        return None if known is None else _answered(known[0], known[1], digest)

    def _append(
        self, addition: Addition[E], request: Request | None
    ) -> Sequence[Recorded[E]] | Answered:
        with self._pool.connection() as connection:
            if not self._projections:
                return _append_command(connection, addition, request)
            with connection.transaction():
                outcome = _append_command(connection, addition, request)
                if not isinstance(outcome, Answered):
                    for project in self._projections:
                        project(connection, outcome)
                return outcome


def append_many(connection: Connection, additions: Sequence[Addition[E]]) -> Sequence[Recorded[E]]:
    """Append to any number of streams, in the caller's transaction if there is one.

    Raises `VersionConflictError` if one stream has moved: the transaction is lost then, as it is
    when PostgreSQL finds it overtaken (`SerializationFailure`). Both are worth another try.
    """
    try:
        with connection.transaction():
            take_in(connection, _INCOMING, _SHAPE, INCOMING, incoming(additions))
            rows = connection.execute("SELECT stream, recorded_at FROM append_events()").fetchall()
            clear(connection, _INCOMING)
    except psycopg.Error as error:
        raise _understood(error) from error
    times: Mapping[str, datetime] = dict(rows)
    return [event for addition in additions for event in recorded(addition, times[addition.stream])]


def _append_command(
    connection: Connection, addition: Addition[E], request: Request | None
) -> Sequence[Recorded[E]] | Answered:
    """One round trip: the key, the compare-and-set and the events are one SQL function."""
    try:
        row = connection.execute(
            "SELECT * FROM append_command(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                addition.stream,
                addition.expected_version,
                events_json(addition),
                addition.said.actor,
                addition.said.correlation_id,
                addition.said.causation_id,
                addition.said.traceparent,
                addition.imported_at,
                *_remembered(addition, request),
            ),
        ).fetchone()
    except psycopg.Error as error:
        raise _understood(error) from error
    imported_at, known_digest, known_result, recorded_at = row or (None, None, None, None)
    if request is not None and known_digest is not None:
        return _answered(known_digest, known_result, request.digest)
    if not addition.events:
        return []
    return recorded(addition, recorded_at, imported_at)


def _remembered(
    addition: Addition[Any], request: Request | None
) -> tuple[str, str, str] | tuple[None, None, None]:
    if request is None:
        return None, None, None
    result = {
        "answer": request.answer,
        "event_ids": [new.id for new in addition.events],
        "version": addition.expected_version + len(addition.events),
    }
    return request.key, request.digest, encode(result).decode()


def _answered(known_digest: str, result: Any, digest: str) -> Answered:
    if known_digest != digest:
        raise IdempotencyKeyReusedError
    return Answered(
        answer=result["answer"],
        event_ids=[UUID(id_) for id_ in result["event_ids"]],
        version=result["version"],
    )


def _understood(error: psycopg.Error) -> Exception:
    return VersionConflictError() if error.sqlstate == _VERSION_CONFLICT else error
