"""Whose partnership is it? Who may see it, and whom its alerts are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, Literal
from uuid import UUID

import msgspec
from psycopg.rows import class_row

from shared.bulk import Table
from shared.database import Connection
from shared.heard import Heard

_PROPOSED = "mentoring.PartnershipProposed.v1"
_REPLACED = "mentoring.SignatoryReplaced.v1"


TABLE = Table(
    name="participants",
    key="partnership_id",
    columns=[
        ("partnership_id", "uuid"),
        ("mentor_id", "uuid"),
        ("mentee_id", "uuid"),
        ("mentor_manager_id", "uuid"),
        ("mentee_manager_id", "uuid"),
    ],
)


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
    mentor_id: UUID
    mentee_id: UUID
    mentor_manager_id: UUID
    mentee_manager_id: UUID


class _Replaced(msgspec.Struct, frozen=True):
    role: Literal["mentor_manager", "mentee_manager"]
    person_id: UUID


_proposed = msgspec.json.Decoder(_Proposed)
_replaced = msgspec.json.Decoder(_Replaced)


def note_participants(connection: Connection, facts: Sequence[Heard]) -> None:
    news = [fact for fact in facts if fact.type in (_PROPOSED, _REPLACED)]
    if not news:
        return
    ids = {fact.stream: UUID(fact.stream.removeprefix("partnership-")) for fact in news}
    found: dict[UUID, Participants | None] = dict(participants_of(connection, ids.values()))
    for fact in news:
        partnership_id = ids[fact.stream]
        known = found.get(partnership_id)
        found[partnership_id] = whose(partnership_id, known, fact.type, fact.data)
    TABLE.write(connection, (row(each) for each in found.values() if each is not None))


def whose(
    partnership_id: UUID, known: Participants | None, type_: str, data: bytes
) -> Participants | None:
    """Tell whose partnership it is after one more fact. The first proposal stands."""
    if type_ == _PROPOSED and known is None:
        proposed = msgspec.structs.asdict(_proposed.decode(data))
        return Participants(partnership_id=partnership_id, **proposed)
    if type_ == _REPLACED and known is not None:
        replaced = _replaced.decode(data)
        if replaced.role == "mentor_manager":
            return replace(known, mentor_manager_id=replaced.person_id)
        return replace(known, mentee_manager_id=replaced.person_id)
    return known


def row(participants: Participants) -> Sequence[Any]:
    return astuple(participants)
