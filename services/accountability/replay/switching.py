"""The last pass, the comparison and the change of tables: one transaction, readers see all or none.

Consumers and handling wait meanwhile; readers wait for the change itself only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

from psycopg.errors import LockNotAvailable
from psycopg.sql import SQL, Identifier

from services.accountability.replay.catching_up import catch_up, catch_up_for_good
from services.accountability.replay.comparing import Compared, compare, differ
from services.accountability.replay.projections import tables_of
from services.accountability.replay.sets import Schema, require_alike, swap
from services.accountability.replay.state import Replay, State, become, required
from shared.database import Connection

# Readers queue behind whoever waits for a table, so nobody waits for long.
_LOCK_MILLISECONDS = 300
_PAUSE_SECONDS = 0.2
_ATTEMPTS = 100


class BusyError(Exception):
    """Somebody reads these tables without end: end their transaction, and try again."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`switched`: whether the tables were changed; `streams`: those of the last pass."""

    switched: bool
    streams: int
    compared: Sequence[Compared]

    @property
    def differs(self) -> bool:
        return differ(self.compared)


def compare_now(connection: Connection, *states: State) -> Outcome:
    """Bring the second set up to date and compare, both at one position; switch nothing."""
    schema: Schema = "retired" if required(connection, *states).state == "switched" else "replay"
    catch_up(connection, schema)
    with connection.transaction():
        streams, compared = _at_one_position(connection, required(connection, *states), schema)
    return Outcome(switched=False, streams=streams, compared=compared)


def cut_over(
    connection: Connection, *, accept_differences: bool, noted: Callable[[], None]
) -> Outcome:
    """Put the second set in the place of the live one, unless they differ unexpectedly."""
    catch_up(connection, "replay")
    with connection.transaction():
        replay = required(connection, "built")
        streams, compared = _at_one_position(connection, replay, "replay")
        agreed = accept_differences or not differ(compared)
        if agreed:
            _switch(connection, replay, "replay", "retired")
            become(connection, replay, "switched")
            noted()
    return Outcome(switched=agreed, streams=streams, compared=compared)


def roll_back(connection: Connection, *, noted: Callable[[], None]) -> Outcome:
    """Bring the retired set up to date, and put it back; the other can be cut over to again."""
    catch_up(connection, "retired")
    with connection.transaction():
        replay = required(connection, "switched")
        streams, compared = _at_one_position(connection, replay, "retired")
        _switch(connection, replay, "retired", "replay")
        become(connection, replay, "built")
        noted()
    return Outcome(switched=True, streams=streams, compared=compared)


def _at_one_position(
    connection: Connection, replay: Replay, schema: Schema
) -> tuple[int, list[Compared]]:
    hold_still(connection)
    require_alike(connection, tables_of(replay.projections), schema)
    streams = catch_up_for_good(connection, replay, schema)
    return streams, compare(connection, tables_of(replay.projections), schema)


def hold_still(connection: Connection) -> None:
    """Let nobody take anything in or handle an alert until the transaction ends.

    Every batch, and every retry of a parked stream, begins with its positions; handling ends with
    the alerts.
    """
    connection.execute("LOCK TABLE positions, alerts IN EXCLUSIVE MODE")


def _switch(connection: Connection, replay: Replay, incoming: Schema, outgoing: Schema) -> None:
    tables = tables_of(replay.projections)
    _lock(connection, tables)
    swap(connection, tables, incoming, outgoing)


def _lock(connection: Connection, tables: Sequence[str]) -> None:
    names = SQL(", ").join(Identifier("public", table) for table in tables)
    for _ in range(_ATTEMPTS):
        try:
            with connection.transaction():
                connection.execute(f"SET LOCAL lock_timeout = {_LOCK_MILLISECONDS}")
                connection.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
        except LockNotAvailable:
            Event().wait(_PAUSE_SECONDS)
        else:
            return
    raise BusyError(BusyError.__doc__)
