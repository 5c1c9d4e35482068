"""Who is behind a token, what people are called, which programs there are."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from shared.database import Connection


def person_of(connection: Connection, subject: str) -> UUID | None:
    row = connection.execute(
        "SELECT person_id FROM people WHERE subject = %s LIMIT 1", (subject,)
    ).fetchone()
    return None if row is None else row[0]


def names_of(connection: Connection, person_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    rows = connection.execute(
        "SELECT person_id, name FROM names WHERE person_id = ANY(%s)", (list(set(person_ids)),)
    )
    return dict(rows.fetchall())


def program_exists(connection: Connection, program_id: UUID) -> bool:
    row = connection.execute("SELECT FROM programs WHERE program_id = %s", (program_id,))
    return row.fetchone() is not None
