"""What is known of two people who are to be brought together, as plain data for the decider."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.partnerships.candidates.absences import absences_of
from services.partnerships.partnership.proposal import Candidate, Knowledge
from shared.database import Connection
from shared.events.enrollment import ParticipantRole
from shared.events.terms import DurationWeeks, Policy


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """Who is to be brought together; `as_of` is a past instant for history that is imported."""

    program_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    as_of: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class _Enrollment:
    enrollment_id: UUID
    capacity: int
    terms_version: int
    manager_id: UUID


def read_knowledge(connection: Connection, pairing: Pairing) -> Knowledge:
    mentor = _enrollment(connection, pairing, pairing.mentor_id, "mentor")
    mentee = _enrollment(connection, pairing, pairing.mentee_id, "mentee")
    accepted_under = max((each.terms_version for each in (mentor, mentee) if each), default=1)
    terms_version = _newest_terms(connection, pairing) or accepted_under
    return Knowledge(
        terms_version=terms_version,
        policy=_policy(connection, pairing.program_id, terms_version),
        mentor=_candidate(connection, pairing, pairing.mentor_id, mentor),
        mentee=_candidate(connection, pairing, pairing.mentee_id, mentee),
        partners_of_mentor=_partners(connection, pairing),
    )


def read_duration(
    connection: Connection, program_id: UUID, terms_version: int
) -> DurationWeeks | None:
    row = connection.execute(
        "SELECT duration_weeks FROM terms WHERE program_id = %s AND terms_version = %s",
        (program_id, terms_version),
    ).fetchone()
    return msgspec.convert(row[0], DurationWeeks) if row else None


def lock_candidates(connection: Connection, pairing: Pairing) -> None:
    """Hold still what enrollment may say next, in the order in which all take these locks."""
    people = [pairing.mentor_id, pairing.mentee_id]
    connection.execute(
        """
        SELECT FROM enrollments
        WHERE program_id = %s AND person_id = ANY(%s)
        ORDER BY enrollment_id
        FOR UPDATE
        """,
        (pairing.program_id, people),
    )
    connection.execute(
        "SELECT FROM people WHERE person_id = ANY(%s) ORDER BY person_id FOR UPDATE", (people,)
    )


def _newest_terms(connection: Connection, pairing: Pairing) -> int | None:
    row = connection.execute(
        """
        SELECT max(terms_version)
        FROM terms
        WHERE program_id = %s AND published_at <= coalesce(%s::timestamptz, 'infinity')
        """,
        (pairing.program_id, pairing.as_of),
    ).fetchone()
    return row[0] if row else None


def _policy(connection: Connection, program_id: UUID, terms_version: int) -> Policy:
    row = connection.execute(
        "SELECT policy::text FROM terms WHERE program_id = %s AND terms_version = %s",
        (program_id, terms_version),
    ).fetchone()
    return msgspec.json.decode(row[0], type=Policy) if row else Policy()


def _enrollment(
    connection: Connection, pairing: Pairing, person_id: UUID, role: ParticipantRole
) -> _Enrollment | None:
    row = connection.execute(
        """
        SELECT enrollment_id, capacity, terms_version, e.manager_id
        FROM enrollments AS e
        LEFT JOIN people AS p USING (person_id)
        WHERE program_id = %(program_id)s AND person_id = %(person_id)s AND role = %(role)s
            AND accepted_at <= coalesce(%(as_of)s::timestamptz, 'infinity')
            AND coalesce(withdrawn_at > %(as_of)s::timestamptz, withdrawn_at IS NULL)
            AND coalesce(left_on > %(as_of)s::timestamptz, left_on IS NULL)
        ORDER BY accepted_at DESC
        LIMIT 1
        """,
        {
            "program_id": pairing.program_id,
            "person_id": person_id,
            "role": role,
            "as_of": pairing.as_of,
        },
    ).fetchone()
    if row is None:
        return None
    return _Enrollment(
        enrollment_id=row[0], capacity=row[1], terms_version=row[2], manager_id=row[3]
    )


def _candidate(
    connection: Connection, pairing: Pairing, person_id: UUID, found: _Enrollment | None
) -> Candidate | None:
    if found is None:
        return None
    # Imported history says itself when it was paused.
    absences = () if pairing.as_of else absences_of(connection, [found.enrollment_id])
    return Candidate(
        person_id=person_id,
        terms_version=found.terms_version,
        capacity=found.capacity,
        line=_line(connection, person_id, found.manager_id),
        absences=absences,
    )


def _line(connection: Connection, person_id: UUID, manager_id: UUID) -> tuple[UUID, ...]:
    """Who somebody reports to, upwards; who accepted the enrollment, if the person is not known."""
    known = connection.execute(
        """
        WITH RECURSIVE line (person_id, manager_id, step) AS (
            SELECT person_id, manager_id, 1 FROM people WHERE person_id = %s
            UNION
            SELECT p.person_id, p.manager_id, step + 1
            FROM people AS p
            JOIN line ON p.person_id = line.manager_id
            WHERE step < 50
        )
        SELECT manager_id FROM line ORDER BY step
        """,
        (person_id,),
    ).fetchall()
    upwards: list[Any] = [row[0] for row in known if row[0]] if known else [manager_id]
    return tuple(dict.fromkeys(upwards))


def _partners(connection: Connection, pairing: Pairing) -> tuple[UUID, ...]:
    """Whom the mentor had at that time in this program, by what was recorded."""
    rows = connection.execute(
        """
        SELECT mentee_id
        FROM partnerships
        WHERE program_id = %(program_id)s AND mentor_id = %(mentor_id)s
            AND proposed_at <= coalesce(%(as_of)s::timestamptz, 'infinity')
            AND coalesce(ended_at > %(as_of)s::timestamptz, ended_at IS NULL)
        ORDER BY partnership_id
        """,
        {
            "program_id": pairing.program_id,
            "mentor_id": pairing.mentor_id,
            "as_of": pairing.as_of,
        },
    )
    return tuple(row[0] for row in rows)
