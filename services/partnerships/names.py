"""A copy of people's names, which follows the topic of people and forgets with it."""

import logging
from collections.abc import Sequence
from uuid import UUID

import msgspec

from shared.database import Connection
from shared.heard import Name

log = logging.getLogger(__name__)


class _Person(msgspec.Struct):
    name: str


def apply_names(connection: Connection, names: Sequence[Name]) -> None:
    for person_id, value in names:
        try:
            person = None if value is None else msgspec.json.decode(value, type=_Person)
        except msgspec.MsgspecError as error:
            # It says nothing of its content: a name must not be kept in a log.
            log.warning("unreadable name", extra={"person_id": person_id, "error": type(error)})
            continue
        if person is None:
            connection.execute("DELETE FROM names WHERE person_id = %s", (person_id,))
        else:
            _keep(connection, person_id, person.name)


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
