"""What is looked up of partnerships beside their streams: whose they are, and lists of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from shared.database import Connection, Pool
from shared.http.paging import Page
from shared.http.problems import Problem

Row = dict[str, Any]

_COLUMNS = """
    partnership_id, program_id, mentor_id, mentee_id, mentor_manager_id, mentee_manager_id,
    time_zone, state, agreement_version, starts_on, ends_on, ended_on, outcome, terms_version
"""
_ONE_OF_THE_FOUR = """
    (mentor_id = %({0})s OR mentee_id = %({0})s
        OR mentor_manager_id = %({0})s OR mentee_manager_id = %({0})s)
"""
_CONDITIONS = {
    "after": "partnership_id > %(after)s",
    "program_id": "program_id = %(program_id)s",
    "state": "state = %(state)s",
    "person_id": _ONE_OF_THE_FOUR.format("person_id"),
    "seen_by": _ONE_OF_THE_FOUR.format("seen_by"),
}


def find_partnership(pool: Pool, partnership_id: UUID) -> Row | None:
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"SELECT {_COLUMNS} FROM partnerships WHERE partnership_id = %s",  # noqa: S608
            (partnership_id,),
        ).fetchone()


def list_partnerships(pool: Pool, page: Page, **wanted: Any) -> list[Row]:
    """`wanted`: program_id, state, person_id, and seen_by, who has to be one of the four."""
    given = {name: value for name, value in wanted.items() if value is not None}
    if page.after:
        given["after"] = _last_id(page.after[0])
    conditions = [_CONDITIONS[name] for name in given] or ["true"]
    with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"""
            SELECT {_COLUMNS}
            FROM partnerships
            WHERE {" AND ".join(conditions)}
            ORDER BY partnership_id
            LIMIT %(limit)s
            """.encode(),  # noqa: S608 - made of the constants above
            {**given, "limit": page.limit},
        ).fetchall()


def names_of(connection: Connection, person_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    rows = connection.execute(
        "SELECT person_id, name FROM names WHERE person_id = ANY(%s)", (list(person_ids),)
    )
    return dict(rows.fetchall())


def _last_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as malformed:
        raise Problem(
            404, "no-such-page", "The cursor is not one of this list; take it from `next`."
        ) from malformed
