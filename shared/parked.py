"""Streams that stopped: records that could not be taken in, and what came after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from shared.database import Connection
from shared.heard import Raw

FOLLOWS = "follows a parked event"


@dataclass(frozen=True, kw_only=True)
class Parked:
    """A record that its stream stopped at, or that waits behind it."""

    raw: Raw
    stream: str
    version: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """A stream that stopped: where, why, since when, and how many events wait."""

    stream: str
    version: int | None
    reason: str
    since: datetime
    waiting: int


def park(connection: Connection, records: Sequence[Parked]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO parked (topic, partition, "offset", stream, version, record, reason)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT DO NOTHING
            """,
            [
                (*parked.raw[:3], parked.stream, parked.version, _pack(parked.raw), parked.reason)
                for parked in records
            ],
        )


def stopped(connection: Connection) -> Sequence[Stopped]:
    """List the streams that are parked, those that wait longest first."""
    rows = connection.execute(
        """
        SELECT DISTINCT ON (stream)
            stream, version, reason, parked_at, count(*) OVER (PARTITION BY stream)
        FROM parked
        WHERE dropped_at IS NULL
        ORDER BY stream, reason = %s, version NULLS FIRST, "offset"
        """,
        (FOLLOWS,),
    ).fetchall()
    found = [
        Stopped(stream=stream, version=version, reason=reason, since=since, waiting=waiting)
        for stream, version, reason, since, waiting in rows
    ]
    return sorted(found, key=lambda stopped: stopped.since)


def take_out(connection: Connection, stream: str) -> Sequence[Raw]:
    """Remove what waits of one stream, in its order, while no consumer can add to it."""
    connection.execute(
        """
        SELECT FROM positions
        JOIN (SELECT DISTINCT topic, partition FROM parked WHERE stream = %s) AS its
            USING (topic, partition)
        ORDER BY topic, partition
        FOR UPDATE OF positions
        """,
        (stream,),
    )
    rows = connection.execute(
        """
        WITH waiting AS (
            DELETE FROM parked WHERE stream = %s AND dropped_at IS NULL RETURNING *
        )
        SELECT record FROM waiting ORDER BY version NULLS FIRST, "offset"
        """,
        (stream,),
    )
    return [_unpack(record) for (record,) in rows]


def drop_first(connection: Connection, stream: str, known_version: int) -> None:
    """Give up the record that a stream stopped at; what waits behind it can be taken in then."""
    connection.execute(
        """
        UPDATE parked
        SET dropped_at = now(), version = coalesce(version, %(next)s)
        WHERE (topic, partition, "offset") = (
            SELECT topic, partition, "offset"
            FROM parked
            WHERE stream = %(stream)s AND dropped_at IS NULL
            ORDER BY version NULLS FIRST, "offset"
            LIMIT 1
        )
        """,
        {"stream": stream, "next": known_version + 1},
    )


def _pack(raw: Raw) -> bytes:
    return msgspec.msgpack.encode(raw)


def _unpack(record: bytes) -> Raw:
    return msgspec.msgpack.decode(record, type=Raw)
