"""Reads of the tables that the appends keep. No rule is decided here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from shared.database import Pool
from shared.http.paging import Page


@dataclass(frozen=True, kw_only=True)
class ProgramRow:
    program_id: UUID
    key: str
    newest_terms: int | None
    newest_digest: str | None
    version: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    person_id: UUID
    subject: str | None
    name: str | None
    email: str | None
    time_zone: str
    manager_id: UUID | None
    left_on: date | None
    erased: bool
    version: int
    number: int

    @property
    def is_here(self) -> bool:
        return self.left_on is None and not self.erased


@dataclass(frozen=True, kw_only=True)
class EnrollmentRow:
    """`manager_id`: the participant's manager at present."""

    enrollment_id: UUID
    program_id: UUID
    person_id: UUID
    manager_id: UUID | None
    role: str
    capacity: int
    terms_version: int
    status: str
    version: int
    number: int


def find_program(pool: Pool, program_id: UUID) -> ProgramRow | None:
    with pool.connection() as db, db.cursor(row_factory=class_row(ProgramRow)) as cursor:
        return cursor.execute(
            "SELECT * FROM programs WHERE program_id = %s", (program_id,)
        ).fetchone()


def list_programs(pool: Pool, page: Page, *, key: str | None) -> Sequence[ProgramRow]:
    with pool.connection() as db, db.cursor(row_factory=class_row(ProgramRow)) as cursor:
        return cursor.execute(
            """
            SELECT *
            FROM programs
            WHERE number > %(after)s AND (%(key)s::text IS NULL OR key = %(key)s)
            ORDER BY number
            LIMIT %(limit)s
            """,
            {"after": page.after_number, "limit": page.limit, "key": key},
        ).fetchall()


def find_person(pool: Pool, person_id: UUID) -> PersonRow | None:
    with pool.connection() as db, db.cursor(row_factory=class_row(PersonRow)) as cursor:
        return cursor.execute("SELECT * FROM people WHERE person_id = %s", (person_id,)).fetchone()


def find_by_subject(pool: Pool, subject: str) -> UUID | None:
    """Find who a token's subject is, if that person is registered and has not left."""
    with pool.connection() as db:
        row = db.execute(
            "SELECT person_id FROM people WHERE subject = %s AND left_on IS NULL", (subject,)
        ).fetchone()
    return row[0] if row else None


def list_people(
    pool: Pool, page: Page, *, subject: str | None, seen_by: UUID | None
) -> Sequence[PersonRow]:
    """List people; `seen_by`: only this person and their reports."""
    with pool.connection() as db, db.cursor(row_factory=class_row(PersonRow)) as cursor:
        return cursor.execute(
            """
            SELECT *
            FROM people
            WHERE number > %(after)s
                AND (%(subject)s::text IS NULL OR subject = %(subject)s)
                AND (
                    %(seen_by)s::uuid IS NULL
                    OR person_id = %(seen_by)s
                    OR manager_id = %(seen_by)s
                )
            ORDER BY number
            LIMIT %(limit)s
            """,
            {
                "after": page.after_number,
                "limit": page.limit,
                "subject": subject,
                "seen_by": seen_by,
            },
        ).fetchall()


_ENROLLMENTS = """
    SELECT enrollments.*, people.manager_id
    FROM enrollments
    JOIN people USING (person_id)
"""


def find_enrollment(pool: Pool, enrollment_id: UUID) -> EnrollmentRow | None:
    with pool.connection() as db, db.cursor(row_factory=class_row(EnrollmentRow)) as cursor:
        return cursor.execute(
            _ENROLLMENTS + "WHERE enrollment_id = %s", (enrollment_id,)
        ).fetchone()


def list_enrollments(
    pool: Pool, page: Page, filters: Mapping[str, Any], *, seen_by: UUID | None
) -> Sequence[EnrollmentRow]:
    """List enrollments; `seen_by`: only this person's own and those of their reports."""
    with pool.connection() as db, db.cursor(row_factory=class_row(EnrollmentRow)) as cursor:
        return cursor.execute(
            _ENROLLMENTS
            + """
            WHERE enrollments.number > %(after)s
                AND (%(program_id)s::uuid IS NULL OR program_id = %(program_id)s)
                AND (%(person_id)s::uuid IS NULL OR person_id = %(person_id)s)
                AND (%(status)s::text IS NULL OR status = %(status)s)
                AND (
                    %(seen_by)s::uuid IS NULL
                    OR person_id = %(seen_by)s
                    OR manager_id = %(seen_by)s
                )
            ORDER BY enrollments.number
            LIMIT %(limit)s
            """,
            {**filters, "after": page.after_number, "limit": page.limit, "seen_by": seen_by},
        ).fetchall()
