"""Where a service goes on in each partition: kept in its database, with what it has caused there.

Only the consumer that took a partition last moves its position: it has raised the fence, on which
the transaction of any other fails, however late it comes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.database import Connection

Partition: TypeAlias = tuple[str, int]


class FenceLostError(Exception):
    """Another consumer has taken the partition."""


@dataclass(frozen=True, kw_only=True)
class Position:
    """`through`: the watermark that this position had reached."""

    offset: int
    fence: int
    through: datetime | None


def take(connection: Connection, partitions: Collection[Partition]) -> dict[Partition, Position]:
    """Take partitions over, after any transaction that is still moving them has ended."""
    rows = connection.execute(
        """
        INSERT INTO positions AS mine (topic, partition, fence)
        SELECT topic, partition, 1
        FROM unnest(%s::text[], %s::integer[]) AS taken (topic, partition)
        ORDER BY topic, partition
        ON CONFLICT (topic, partition) DO UPDATE SET fence = mine.fence + 1
        RETURNING topic, partition, "offset", fence, through
        """,
        ([topic for topic, _ in partitions], [number for _, number in partitions]),
    )
    return {
        (topic, number): Position(offset=offset, fence=fence, through=through)
        for topic, number, offset, fence, through in rows
    }


def move(connection: Connection, positions: Mapping[Partition, Position]) -> None:
    """Move to these positions, first of all in a transaction. Raises `FenceLostError`."""
    moved = connection.execute(
        """
        UPDATE positions AS mine
        SET "offset" = new."offset", through = new.through
        FROM unnest(%s::text[], %s::integer[], %s::bigint[], %s::bigint[], %s::timestamptz[])
            AS new (topic, partition, "offset", fence, through)
        WHERE mine.topic = new.topic
            AND mine.partition = new.partition
            AND mine.fence = new.fence
        """,
        (
            [topic for topic, _ in positions],
            [number for _, number in positions],
            [position.offset for position in positions.values()],
            [position.fence for position in positions.values()],
            [position.through for position in positions.values()],
        ),
    )
    if moved.rowcount < len(positions):
        raise FenceLostError
