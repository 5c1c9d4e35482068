"""Which streams a program is made of, in each service."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shared.database import Connection

Streams = Mapping[str, Sequence[str]]


def enrollment_streams(connection: Connection, program: UUID) -> Sequence[str]:
    """Return the program's, its enrollments', and those of everybody who takes part or manages."""
    enrollments, people = _enrollments(connection, program)
    everybody = _with_managers(connection, people)
    return [
        f"program-{program}",
        *enrollments,
        *(f"person-{person}" for person in sorted(everybody)),
    ]


def partnership_streams(connection: Connection, program: UUID) -> Sequence[str]:
    rows = connection.execute(
        """
        SELECT DISTINCT stream FROM events
        WHERE type = 'PartnershipProposed' AND data->>'program_id' = %s
        """,
        (str(program),),
    )
    return [stream for (stream,) in rows]


def _enrollments(connection: Connection, program: UUID) -> tuple[list[str], set[str]]:
    rows = connection.execute(
        """
        SELECT DISTINCT stream, data->>'person_id' FROM events
        WHERE type = 'EnrollmentRequested' AND data->>'program_id' = %s
        """,
        (str(program),),
    ).fetchall()
    return sorted({stream for stream, _ in rows}), {person for _, person in rows}


def _with_managers(connection: Connection, people: set[str]) -> set[str]:
    """Add whoever was a manager of one of them at any time, and their managers."""
    everybody, new = set(people), set(people)
    while new:
        rows = connection.execute(
            """
            SELECT DISTINCT data->>'manager_id' FROM events
            WHERE stream = ANY(%s) AND data->>'manager_id' IS NOT NULL
            """,
            ([f"person-{person}" for person in new],),
        )
        new = {manager for (manager,) in rows} - everybody
        everybody |= new
    return everybody
