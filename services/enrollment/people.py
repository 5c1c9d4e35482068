"""Personal data: kept in this service's people table only, and erased there for good.

What others may know of it goes out by `people_outbox`, in the transaction of the person's event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.enrollment.refusals import ReportingCircleError, SubjectTakenError
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.enrollment import ManagerChanged, PersonErased, PersonLeft, PersonRegistered
from shared.events.event import encode


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """A projection for one registration: writes the name and the address beside the event."""

    name: str
    email: str

    def __call__(self, connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
        for each in recorded:
            self._keep(connection, each.event.person_id)

    def _keep(self, connection: Connection, person_id: UUID) -> None:
        connection.execute(
            "UPDATE people SET name = %s, email = %s WHERE person_id = %s",
            (self.name, self.email, person_id),
        )
        told = {"person_id": person_id, "name": self.name, "email": self.email}
        connection.execute(
            "INSERT INTO people_outbox (person_id, value) VALUES (%s, %s)",
            (person_id, encode(told).decode()),
        )


def say_everybody(connection: Connection) -> int:
    """Put everybody into the outbox again, for a topic that was lost: names, and who is erased."""
    return connection.execute(
        """
        INSERT INTO people_outbox (person_id, value)
        SELECT person_id, CASE WHEN NOT erased THEN jsonb_build_object(
            'person_id', person_id, 'name', name, 'email', email
        ) END
        FROM people
        WHERE erased OR name IS NOT NULL
        """
    ).rowcount


def keep_people(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    for each in recorded:
        match each.event:
            case PersonRegistered():
                _insert(connection, each.event)
            case ManagerChanged():
                _change_manager(connection, each.event)
            case PersonLeft():
                _set_left(connection, each.event)
            case PersonErased():
                _erase(connection, each.event.person_id)
        connection.execute(
            "UPDATE people SET version = %s WHERE person_id = %s",
            (each.version, each.event.person_id),
        )


def _insert(connection: Connection, event: PersonRegistered) -> None:
    inserted = connection.execute(
        """
        INSERT INTO people (person_id, subject, time_zone, manager_id, version)
        VALUES (%s, %s, %s, %s, 1)
        ON CONFLICT DO NOTHING
        """,
        (event.person_id, event.subject, event.time_zone, event.manager_id),
    )
    if inserted.rowcount == 0:
        raise SubjectTakenError


def _change_manager(connection: Connection, event: ManagerChanged) -> None:
    # Two changes that close a circle together lock each other's rows: one of them is tried again.
    connection.execute(
        "UPDATE people SET manager_id = %s WHERE person_id = %s",
        (event.manager_id, event.person_id),
    )
    connection.execute("SELECT FROM people WHERE person_id = %s FOR UPDATE", (event.manager_id,))
    if _in_a_circle(connection, event.person_id):
        raise ReportingCircleError


def _in_a_circle(connection: Connection, person_id: UUID) -> bool:
    row = connection.execute(
        """
        WITH RECURSIVE above AS (
            SELECT manager_id FROM people WHERE person_id = %(person_id)s
            UNION
            SELECT people.manager_id FROM people JOIN above ON people.person_id = above.manager_id
        )
        SELECT EXISTS (SELECT FROM above WHERE manager_id = %(person_id)s)
        """,
        {"person_id": person_id},
    ).fetchone()
    return row == (True,)


def _set_left(connection: Connection, event: PersonLeft) -> None:
    connection.execute(
        "UPDATE people SET left_on = %s WHERE person_id = %s", (event.left_on, event.person_id)
    )


def _erase(connection: Connection, person_id: UUID) -> None:
    connection.execute(
        """
        UPDATE people
        SET subject = NULL, name = NULL, email = NULL, erased = true
        WHERE person_id = %s
        """,
        (person_id,),
    )
    connection.execute("DELETE FROM people_outbox WHERE person_id = %s", (person_id,))
    connection.execute(
        "INSERT INTO people_outbox (person_id, value) VALUES (%s, NULL)", (person_id,)
    )
