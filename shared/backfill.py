"""History published once to a topic of somebody's own, who then goes on with the live topic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from shared.database import Connection
from shared.events.event import encode
from shared.history import BEGINNING, Place, Wanted, end_of_history, read_history
from shared.kafka.client import end_offsets
from shared.kafka.producer import Producer
from shared.publishing import publish
from shared.settings import KafkaSettings

_LOCK = 703_625_902  # with the topic's name: one process at a time
AT_ONCE = 2_000

# Told how many events are published, each time that more are.
Progress: TypeAlias = Callable[[int], None]


class RestoredError(Exception):
    """The store was restored from a dump since this was begun: begin again."""


class OtherwiseError(Exception):
    """This was begun with other options: give the same, or begin again."""


@dataclass(frozen=True, kw_only=True)
class Backfill:
    """`live_offsets`: what is not in it lies at these offsets of the live topic, or behind."""

    topic: str
    live_offsets: Mapping[int, int]
    last: Place
    done: Place
    events: int
    finished: bool


def hold(connection: Connection, topic: str) -> None:
    """Be the only one that works on this topic, until the connection is closed."""
    connection.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (_LOCK, topic))


def begin(
    connection: Connection, kafka: KafkaSettings, live_topic: str, topic: str, wanted: Wanted
) -> Backfill:
    """Begin, or find what was begun. Raises `OtherwiseError` or `RestoredError`."""
    # In this order: whatever lies below these offsets was recorded before the history's end.
    offsets = end_offsets(kafka, live_topic)
    last = end_of_history(connection)
    description = encode(wanted).decode()
    connection.execute(
        """
        INSERT INTO backfills (topic, wanted, live_offsets, last_number, last_position)
        VALUES (%s, %s, %s, %s, %s)
        ON CONFLICT DO NOTHING
        """,
        (topic, description, encode(offsets).decode(), *last),
    )
    found = _read(connection, topic, description)
    for place in (found.done, found.last):
        _require_there(connection, place)
    return found


def forget(connection: Connection, topic: str) -> None:
    connection.execute("DELETE FROM backfills WHERE topic = %s", (topic,))


def go_on(  # noqa: PLR0913
    connection: Connection,
    producer: Producer,
    backfill: Backfill,
    *,
    source: str,
    wanted: Wanted,
    progress: Progress,
    at_once: int = AT_ONCE,
) -> int:
    """Publish what is left, and return how many events there are in all.

    What was published when a process died may be there twice, each time in its order.
    """
    entries = read_history(connection, source, wanted, after=backfill.done, to=backfill.last)
    events = backfill.events
    while chunk := list(islice(entries, at_once)):
        publish(producer, backfill.topic, [entry.event for entry in chunk])
        events += len(chunk)
        _move(connection, backfill.topic, chunk[-1].place, events)
        progress(events)
    connection.execute(
        "UPDATE backfills SET finished_at = now() WHERE topic = %s", (backfill.topic,)
    )
    return events


def _move(connection: Connection, topic: str, place: Place, events: int) -> None:
    connection.execute(
        "UPDATE backfills SET number = %s, position = %s, events = %s WHERE topic = %s",
        (*place, events, topic),
    )


def _read(connection: Connection, topic: str, wanted: str) -> Backfill:
    row = connection.execute(
        """
        SELECT
            live_offsets, last_number, last_position, number, position, events,
            finished_at IS NOT NULL
        FROM backfills
        WHERE topic = %s AND wanted = %s::jsonb
        """,
        (topic, wanted),
    ).fetchone()
    if row is None:
        raise OtherwiseError(OtherwiseError.__doc__)
    return Backfill(
        topic=topic,
        live_offsets={int(number): offset for number, offset in row[0].items()},
        last=(row[1], row[2]),
        done=(row[3], row[4]),
        events=row[5],
        finished=row[6],
    )


def _require_there(connection: Connection, place: Place) -> None:
    if place == BEGINNING:
        return
    found = connection.execute(
        "SELECT FROM events WHERE xid = %s::text::xid8 AND position = %s", place
    )
    if found.rowcount == 0:
        raise RestoredError(RestoredError.__doc__)
