"""A copy of people's names, which follows the topic of people and forgets with it."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from shared.database import Connection
from shared.heard import Name


class _Person(msgspec.Struct):
    name: str


def apply_names(connection: Connection, names: Sequence[Name]) -> None:
    for person_id, value in names:
        if value is None:
            connection.execute("DELETE FROM names WHERE person_id = %s", (person_id,))
        else:
            _keep(connection, person_id, msgspec.json.decode(value, type=_Person).name)


def _keep(connection: Connection, person_id: UUID, name: str) -> None:
    connection.execute(
        """
        INSERT INTO names (person_id, name)
        VALUES (%s, %s)
        ON CONFLICT (person_id) DO UPDATE
        SET name = excluded.name
        """,
        (person_id, name),
    )
