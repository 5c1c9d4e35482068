"""Beginning a replay, doing its parts in several processes, and giving it up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from psycopg.sql import SQL, Identifier

from services.accountability.replay.catching_up import catch_up
from services.accountability.replay.parts import Part, Size, cut, to_do
from services.accountability.replay.projections import DIRECTORY, tables_of
from services.accountability.replay.sets import Schema, drop, make
from services.accountability.replay.state import (
    Replay,
    become,
    create,
    current_mark,
    is_running,
    newest,
    required,
)
from shared.database import Connection
from shared.events import enrollment, partnerships


def sizes(connection: Connection, projections: Sequence[str]) -> Mapping[str, Size]:
    """Count what those projections are made from."""
    rows = connection.execute(
        """
        SELECT source, count(*), sum(events)
        FROM (SELECT source, stream, count(*) AS events FROM journal GROUP BY 1, 2) AS streams
        GROUP BY source
        """
    )
    wanted = {partnerships.SOURCE} if set(projections) - {DIRECTORY} else set()
    if DIRECTORY in projections:
        wanted.add(enrollment.SOURCE)
    return {
        source: Size(streams=streams, events=int(events))
        for source, streams, events in rows
        if source in wanted
    }


def begin(connection: Connection, projections: Sequence[str], noted: Callable[[], None]) -> Replay:
    """Make an empty second set of tables; one that was retired before is dropped."""
    mark = current_mark(connection)
    found = sizes(connection, projections)
    with connection.transaction():
        known = newest(connection)
        if known is not None and known.state == "switched":
            discard(connection, known)
        replay = create(connection, projections, total(found), mark)
        make(connection, "replay", tables_of(projections))
        cut(connection, replay.replay_id, found)
        noted()
    return replay


def total(found: Mapping[str, Size]) -> Size:
    return Size(
        streams=sum(size.streams for size in found.values()),
        events=sum(size.events for size in found.values()),
    )


class Crew(Protocol):
    """Whoever does parts until none is left, or the replay is no longer running."""

    def work(self, connection: Connection, replay: Replay, parts: Sequence[Part]) -> None: ...


def run(connection: Connection, crew: Crew) -> Replay:
    """Do what is left. Returns when the second set is complete, or the replay was paused."""
    replay = required(connection, "running")
    crew.work(connection, replay, to_do(connection, replay.replay_id))
    if is_running(connection, replay):
        catch_up(connection, "replay")
        for table in tables_of(replay.projections):
            connection.execute(SQL("ANALYZE {}").format(Identifier("replay", table)))
        become(connection, replay, "built")
    return required(connection, "paused", "built")


def discard(connection: Connection, replay: Replay) -> None:
    """Drop the set of tables that is not the live one, in the transaction of the caller."""
    place: Schema = "retired" if replay.state == "switched" else "replay"
    drop(connection, place, tables_of(replay.projections))
    connection.execute("DELETE FROM replay_parts WHERE replay_id = %s", (replay.replay_id,))
    become(connection, replay, "discarded")
