"""What has come since the second set was written: those streams are folded anew, whole."""

from collections.abc import Iterator, Sequence
from itertools import count

from services.accountability.replay.building import rebuild
from services.accountability.replay.projections import tables_of
from services.accountability.replay.sets import Schema, write_into
from services.accountability.replay.state import Replay, current_mark, move_mark, required
from shared.database import Connection

# A transaction for so many: it holds newer events back from the relays while it writes.
_STREAMS_AT_ONCE = 200
# Whoever catches up with a running system is never done; the rest is for the last pass.
_FEW = 100


def catch_up(connection: Connection, schema: Schema) -> int:
    """Go on until little is left, or what is left gets no less; return how many it took."""
    return while_less(_pass(connection, schema) for _ in count())


def while_less(passes: Iterator[int]) -> int:
    """Add up passes to the first that took few streams, or no fewer than the one before it."""
    total = before = next(passes)
    while before > _FEW:
        changed = next(passes)
        total += changed
        if changed >= before:
            break
        before = changed
    return total


def _pass(connection: Connection, schema: Schema) -> int:
    replay = required(connection, "running", "built", "switched")
    mark = current_mark(connection)
    streams = changed_since(connection, replay.mark)
    for start in range(0, len(streams), _STREAMS_AT_ONCE):
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            write_into(connection, schema, tables_of(replay.projections))
            rebuild(connection, replay.projections, streams[start : start + _STREAMS_AT_ONCE])
    move_mark(connection, replay, mark)
    return len(streams)


def catch_up_for_good(connection: Connection, replay: Replay, schema: Schema) -> int:
    """The last pass, in a transaction that keeps everybody else from writing."""
    streams = changed_since(connection, replay.mark)
    mark = current_mark(connection)
    write_into(connection, schema, tables_of(replay.projections))
    rebuild(connection, replay.projections, streams)
    move_mark(connection, replay, mark)
    connection.execute("SET LOCAL search_path = public")
    return len(streams)


def changed_since(connection: Connection, mark: str) -> Sequence[str]:
    """Find the streams of which something was heard, derived or handled since."""
    rows = connection.execute(
        """
        SELECT stream FROM journal WHERE xid >= %(mark)s::xid8
        UNION
        SELECT stream FROM events WHERE xid >= %(mark)s::xid8
        ORDER BY stream
        """,
        {"mark": mark},
    )
    return [stream for (stream,) in rows.fetchall()]
