"""Whose partnership is it? Who may see it, and whom its alerts are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import msgspec
from psycopg.rows import class_row

from shared.database import Connection
from shared.heard import Heard

_PROPOSED = "mentoring.PartnershipProposed.v1"
_REPLACED = "mentoring.SignatoryReplaced.v1"


@dataclass(frozen=True, kw_only=True)
class Participants:
    partnership_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    mentor_manager_id: UUID
    mentee_manager_id: UUID


def participants_of(
    connection: Connection, partnership_ids: Iterable[UUID]
) -> Mapping[UUID, Participants]:
    with connection.cursor(row_factory=class_row(Participants)) as cursor:
        rows = cursor.execute(
            "SELECT * FROM participants WHERE partnership_id = ANY(%s)", (list(partnership_ids),)
        )
        return {row.partnership_id: row for row in rows}


class _Proposed(msgspec.Struct, frozen=True):
    partnership_id: str
    mentor_id: str
    mentee_id: str
    mentor_manager_id: str
    mentee_manager_id: str


class _Replaced(msgspec.Struct, frozen=True):
    role: Literal["mentor_manager", "mentee_manager"]
    person_id: str


def note_participants(connection: Connection, facts: Sequence[Heard]) -> None:
    proposed = [msgspec.json.decode(f.data, type=_Proposed) for f in facts if f.type == _PROPOSED]
    if proposed:
        with connection.cursor() as cursor:
            cursor.executemany(
                """
                INSERT INTO participants
                VALUES (%s, %s, %s, %s, %s)
                ON CONFLICT (partnership_id) DO NOTHING
                """,
                [msgspec.structs.astuple(proposal) for proposal in proposed],
            )
    for fact in facts:
        if fact.type == _REPLACED:
            _replace(connection, fact)


def _replace(connection: Connection, fact: Heard) -> None:
    replaced = msgspec.json.decode(fact.data, type=_Replaced)
    connection.execute(
        f"UPDATE participants SET {replaced.role}_id = %s WHERE partnership_id = %s",  # noqa: S608
        (replaced.person_id, fact.stream.removeprefix("partnership-")),
    )
