"""Where a replay stands: in the database, so that any terminal sees and changes it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from time import monotonic
from typing import Literal, TypeAlias

from psycopg.errors import UniqueViolation
from psycopg.rows import class_row

from services.accountability.replay.parts import Size
from shared.database import Connection

State: TypeAlias = Literal["running", "paused", "built", "switched", "discarded"]

_LOOK_SECONDS = 0.1
_LOCK = 7_036_259_015  # any number that nothing else in this database locks


class NotNowError(Exception):
    """What was asked does not fit the state that the replay is in."""


@dataclass(frozen=True, kw_only=True)
class Replay:
    replay_id: int
    state: State
    projections: list[str]
    streams: int
    events: int
    mark: str
    started_at: datetime
    built_at: datetime | None
    switched_at: datetime | None


def newest(connection: Connection) -> Replay | None:
    with connection.cursor(row_factory=class_row(Replay)) as cursor:
        return cursor.execute(
            """
            SELECT replay_id, state, projections, streams, events, mark::text, started_at,
                   built_at, switched_at
            FROM replays
            ORDER BY replay_id DESC
            LIMIT 1
            """
        ).fetchone()


def required(connection: Connection, *states: State) -> Replay:
    """Return the replay if it is in one of these states, else say which one it is in."""
    replay = newest(connection)
    state = "discarded" if replay is None else replay.state
    if replay is None or state not in states:
        known = "there is no replay" if state == "discarded" else f"the replay is {state}"
        raise NotNowError(f"{known}; this needs one that is {' or '.join(states)}")
    return replay


def create(connection: Connection, projections: Sequence[str], size: Size, mark: str) -> Replay:
    """Begin. Raises `NotNowError` where there is a second set of tables already."""
    try:
        connection.execute(
            "INSERT INTO replays (projections, streams, events, mark) VALUES (%s, %s, %s, %s)",
            (list(projections), size.streams, size.events, mark),
        )
    except UniqueViolation as error:
        raise NotNowError("there is a replay already: resume, cut over or cancel it") from error
    return required(connection, "running")


def is_running(connection: Connection, replay: Replay) -> bool:
    known = newest(connection)
    return known is not None and (known.replay_id, known.state) == (replay.replay_id, "running")


def become(connection: Connection, replay: Replay, state: State) -> None:
    connection.execute(
        """
        UPDATE replays
        SET state = %(state)s,
            built_at = CASE %(state)s WHEN 'built' THEN clock_timestamp() ELSE built_at END,
            switched_at = CASE %(state)s WHEN 'switched' THEN clock_timestamp() ELSE switched_at END
        WHERE replay_id = %(replay_id)s
        """,
        {"state": state, "replay_id": replay.replay_id},
    )


def move_mark(connection: Connection, replay: Replay, mark: str) -> None:
    connection.execute(
        "UPDATE replays SET mark = %s WHERE replay_id = %s", (mark, replay.replay_id)
    )


def current_mark(connection: Connection) -> str:
    """Every transaction below it has ended; whoever looks from now on sees what it did."""
    row = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    assert row is not None  # noqa: S101 - a query without a table always answers
    return str(row[0])


@contextmanager
def alone(connection: Connection, *, patience_seconds: float = 0) -> Iterator[None]:
    """Keep everybody else from working on the replay; a process that dies lets go by itself."""
    deadline = monotonic() + patience_seconds
    while not _taken(connection):
        if monotonic() > deadline:
            raise NotNowError("another process is at work on the replay: see `status`, or pause it")
        Event().wait(_LOOK_SECONDS)
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _taken(connection: Connection) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,)).fetchone()
    return row == (True,)


def at_work(connection: Connection) -> bool:
    """Tell whether a process is doing something about the replay now."""
    row = connection.execute(
        """
        SELECT EXISTS (
            SELECT
            FROM pg_locks
            JOIN pg_database ON pg_database.oid = database
            WHERE locktype = 'advisory' AND datname = current_database()
              AND (classid::bigint << 32 | objid::bigint) = %s
        )
        """,
        (_LOCK,),
    ).fetchone()
    return row == (True,)
