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


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One record that waits, and since when."""

    raw: Raw
    version: int | None
    reason: str
    since: datetime


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


def waiting(connection: Connection, stream: str) -> Sequence[Waiting]:
    """Read what waits of one stream, in its order: the first is what it stopped at."""
    rows = connection.execute(
        """
        SELECT record, version, reason, parked_at
        FROM parked
        WHERE stream = %s AND dropped_at IS NULL
        ORDER BY version NULLS FIRST, "offset"
        """,
        (stream,),
    )
    return [
        Waiting(raw=_unpack(record), version=version, reason=reason, since=since)
        for record, version, reason, since in rows
    ]


def hold(connection: Connection, stream: str) -> None:
    """Keep consumers from adding to what waits of a stream until this transaction ends."""
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


def take_out(connection: Connection, stream: str) -> Sequence[Raw]:
    """Remove what waits of one stream, in its order, while no consumer can add to it."""
    hold(connection, stream)
    found = waiting(connection, stream)
    connection.execute("DELETE FROM parked WHERE stream = %s AND dropped_at IS NULL", (stream,))
    return [each.raw for each in found]


def give_up(connection: Connection, raw: Raw, version: int | None) -> None:
    """Let a record wait no longer; its stream goes on behind `version`, if that is one of its."""
    connection.execute(
        """
        UPDATE parked
        SET dropped_at = now(), version = %s
        WHERE (topic, partition, "offset") = (%s, %s, %s)
        """,
        (version, *raw[:3]),
    )


def _pack(raw: Raw) -> bytes:
    return msgspec.msgpack.encode(raw)


def _unpack(record: bytes) -> Raw:
    return msgspec.msgpack.decode(record, type=Raw)
