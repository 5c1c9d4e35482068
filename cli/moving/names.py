"""People's names and addresses on their way to another installation, apart from their events."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click
import msgspec

from shared.audit import note
from shared.database import Connection


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    person_id: UUID
    name: str
    email: str


def read_names(file: Path) -> Sequence[Person]:
    try:
        return [msgspec.json.decode(line, type=Person) for line in file.read_bytes().splitlines()]
    except msgspec.MsgspecError as error:
        raise click.ClickException(
            f"{file}: not lines of person_id, name, email: {error}"
        ) from error


def load_names(connection: Connection, people: Sequence[Person], operator: str) -> None:
    """Give names to those who are here and have none, and say them to the other services."""
    if not people:
        return
    with connection.transaction():
        named = connection.execute(
            """
            WITH named AS (
                UPDATE people
                SET name = given.name, email = given.email
                FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS given (person_id, name, email)
                WHERE people.person_id = given.person_id
                  AND people.name IS NULL
                  AND NOT people.erased
                RETURNING people.person_id, people.name, people.email
            )
            INSERT INTO people_outbox (person_id, value)
            SELECT person_id, to_jsonb(named) FROM named
            """,
            (
                [person.person_id for person in people],
                [person.name for person in people],
                [person.email for person in people],
            ),
        ).rowcount
        if named:
            note(connection, operator, "import-history", {"names": named})
    click.echo(f"enrollment: {named} names", err=True)
