"""A store's history as CloudEvents, in the safe order, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from shared.cloudevents import CloudEvent
from shared.database import Connection

Place: TypeAlias = tuple[int, int]  # transaction number, position

BEGINNING: Place = (0, 0)
# To here a reader sees what is committed, though something may still come before it.
NOW: Place = (2**63 - 1, 2**63 - 1)

_PAGE = """
    SELECT
        xid::text::bigint AS number, position, id, 'mentoring.' || type || '.v' || schema_version,
        stream, occurred_at, recorded_at, lpad(version::text, 10, '0'), correlation_id,
        causation_id, actor, imported_at, traceparent, data::text
    FROM events
    WHERE (xid, position) > (%(number)s::text::xid8, %(position)s)
      AND (xid, position) <= (%(last_number)s::text::xid8, %(last_position)s)
      AND (%(streams)s::text[] IS NULL OR stream = ANY(%(streams)s))
      AND (%(types)s::text[] IS NULL OR type = ANY(%(types)s))
      AND (%(since)s::timestamptz IS NULL OR coalesce(imported_at, recorded_at) >= %(since)s)
      AND (%(actor)s::text IS NULL OR actor = %(actor)s)
    ORDER BY xid, position
    LIMIT 2000
"""

# The last event of all whose transactions have ended: what commits later comes after it.
_END = """
    SELECT xid::text::bigint AS number, position
    FROM events
    WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY xid DESC, position DESC
    LIMIT 1
"""

_LAST = """
    SELECT xid::text::bigint AS number, position
    FROM events
    ORDER BY xid DESC, position DESC
    LIMIT 1
"""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events; everything that is None leaves all. `since`: recorded, or imported, then."""

    streams: Sequence[str] | None = None
    types: Sequence[str] | None = None
    since: datetime | None = None
    actor: str | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    place: Place
    event: CloudEvent


ALL = Wanted()


def last_recorded(connection: Connection) -> Place:
    """Return the place of the last event that can be seen, whatever may still come before it."""
    row = connection.execute(_LAST).fetchone()
    return BEGINNING if row is None else (row[0], row[1])


def end_of_history(connection: Connection) -> Place:
    """Return the place of the last event that nothing can come before any more."""
    row = connection.execute(_END).fetchone()
    return BEGINNING if row is None else (row[0], row[1])


def read_history(
    connection: Connection,
    source: str,
    wanted: Wanted = ALL,
    *,
    after: Place = BEGINNING,
    to: Place | None = None,
) -> Iterator[Entry]:
    """Yield the events behind `after`, up to `to` or else all that are safe to read now."""
    to = to or end_of_history(connection)
    while page := _page(connection, source, wanted, after, to):
        yield from page
        after = page[-1].place


def _page(
    connection: Connection, source: str, wanted: Wanted, after: Place, to: Place
) -> Sequence[Entry]:
    rows = connection.execute(
        _PAGE,
        {
            "number": after[0],
            "position": after[1],
            "last_number": to[0],
            "last_position": to[1],
            "streams": None if wanted.streams is None else list(wanted.streams),
            "types": None if wanted.types is None else list(wanted.types),
            "since": wanted.since,
            "actor": wanted.actor,
        },
    )
    return [_entry(row, source) for row in rows]


def _entry(row: tuple[Any, ...], source: str) -> Entry:
    event = CloudEvent(
        specversion="1.0",
        id=row[2],
        type=row[3],
        source=source,
        stream=row[4],
        occurred_at=row[5],
        recorded_at=row[6],
        sequence=row[7],
        partitionkey=row[4],
        correlation_id=row[8],
        causation_id=row[9],
        actor=row[10],
        imported_at=row[11],
        traceparent=row[12],
        datacontenttype="application/json",
        data=msgspec.Raw(row[13].encode()),
    )
    return Entry(place=(row[0], row[1]), event=event)
