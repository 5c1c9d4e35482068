"""Which partnerships there are, in a program or in all, and how they are in numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from shared.database import Connection


def partnerships_in(connection: Connection, program_id: UUID | None) -> Sequence[UUID]:
    rows = connection.execute(
        """
        SELECT partnership_id
        FROM partnerships
        WHERE %(program_id)s::uuid IS NULL OR program_id = %(program_id)s
        ORDER BY partnership_id
        """,
        {"program_id": program_id},
    )
    return [partnership_id for (partnership_id,) in rows]


def programs(connection: Connection, program_id: UUID | None = None) -> Sequence[Mapping[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            """
            SELECT program_id, key
            FROM programs
            WHERE %(program_id)s::uuid IS NULL OR program_id = %(program_id)s
            ORDER BY key, program_id
            """,
            {"program_id": program_id},
        ).fetchall()


def healths(connection: Connection, now: datetime) -> Mapping[UUID, Mapping[str, int]]:
    """Count the partnerships of each program by their health."""
    rows = connection.execute(
        """
        SELECT
            program_id,
            CASE WHEN mood <> 'ended' AND paused @> %s::timestamptz THEN 'paused' ELSE mood END,
            count(*)
        FROM partnerships
        GROUP BY 1, 2
        """,
        (now,),
    )
    return _by_program(rows)


def open_by_level(connection: Connection) -> Mapping[UUID, Mapping[str, int]]:
    """Count the open alerts of each program by their level."""
    rows = connection.execute(
        """
        SELECT program_id, level::text, count(*)
        FROM alerts
        WHERE closed_at IS NULL
        GROUP BY 1, 2
        """
    )
    return _by_program(rows)


def _by_program(rows: Any) -> Mapping[UUID, Mapping[str, int]]:
    found: dict[UUID, dict[str, int]] = {}
    for program_id, name, number in rows:
        found.setdefault(program_id, {})[name] = number
    return found
