"""The fold's state at rest, and whom time will change next."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.accountability.calendar import instant
from services.accountability.case.state import Case
from services.accountability.fold import next_due_at
from shared.bulk import Table
from shared.database import Connection

_decoder = msgspec.json.Decoder(Case)
_encoder = msgspec.json.Encoder()

TABLE = Table(
    name="cases",
    key="partnership_id",
    columns=[
        ("partnership_id", "uuid"),
        ("partition", "int4"),
        ("version", "int4"),
        ("advanced_to", "timestamptz"),
        ("next_due_at", "timestamptz"),
        ("imported_at", "timestamptz"),
        ("state", "bytea"),
    ],
)


def load(connection: Connection, partnership_ids: Collection[str]) -> dict[str, Case]:
    """Lock those cases that there are, and read them."""
    rows = connection.execute(
        """
        SELECT state
        FROM cases
        WHERE partnership_id = ANY(%s::uuid[])
        ORDER BY partnership_id
        FOR UPDATE
        """,
        (list(partnership_ids),),
        binary=True,
    )
    return {case.partnership_id: case for case in map(_read, rows)}


def due(connection: Connection, partition: int, through: datetime, limit: int) -> list[Case]:
    """Lock and read at most `limit` cases that time has something to say about.

    What was imported later than `through` may have been heard by half, and a parked stream is: for
    them time stands still.
    """
    rows = connection.execute(
        """
        SELECT state
        FROM cases
        WHERE partition = %s
          AND next_due_at <= %s
          AND (imported_at IS NULL OR imported_at < %s)
          AND NOT EXISTS (
              SELECT
              FROM parked
              WHERE stream = 'partnership-' || partnership_id
                AND dropped_at IS NULL
          )
        ORDER BY next_due_at
        LIMIT %s
        FOR UPDATE SKIP LOCKED
        """,
        (partition, through, through, limit),
        binary=True,
    )
    return list(map(_read, rows))


def read_cases(connection: Connection, partnership_ids: Collection[UUID]) -> list[Case]:
    """Read cases without a lock."""
    rows = connection.execute(
        "SELECT state FROM cases WHERE partnership_id = ANY(%s)",
        (list(partnership_ids),),
        binary=True,
    )
    return list(map(_read, rows))


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A case to be written; `imported_at` is that of its last fact, if that was imported."""

    case: Case
    partition: int
    imported_at: datetime | None = None


def save(connection: Connection, changed: Iterable[Changed]) -> None:
    TABLE.write(connection, map(row, changed))


def row(changed: Changed) -> Sequence[Any]:
    case = changed.case
    return (
        UUID(case.partnership_id),
        changed.partition,
        case.version,
        instant(case.advanced),
        next_due_at(case),
        changed.imported_at,
        _encoder.encode(case),
    )


def _read(row: tuple[bytes]) -> Case:
    return _decoder.decode(row[0])
