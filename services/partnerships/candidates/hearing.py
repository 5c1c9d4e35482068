"""Keep what enrollment says of terms, people and enrollments. Streams come in any order."""

from datetime import datetime

from shared.database import Connection
from shared.events.enrollment import (
    EnrollmentAccepted,
    EnrollmentWithdrawn,
    ManagerChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    TermsPublished,
)
from shared.events.event import encode
from shared.heard import Heard


def keep_terms(connection: Connection, heard: Heard, event: TermsPublished) -> None:
    connection.execute(
        """
        INSERT INTO terms (program_id, terms_version, duration_weeks, policy, published_at)
        VALUES (%s, %s, %s, %s, %s)
        ON CONFLICT DO NOTHING
        """,
        (
            event.program_id,
            event.terms_version,
            encode(event.duration_weeks).decode(),
            encode(event.policy).decode(),
            heard.recorded_at,
        ),
    )


def keep_person(connection: Connection, event: PersonRegistered) -> None:
    connection.execute(
        """
        INSERT INTO people (person_id, subject, time_zone, manager_id)
        VALUES (%s, %s, %s, %s)
        ON CONFLICT DO NOTHING
        """,
        (event.person_id, event.subject, event.time_zone, event.manager_id),
    )


def keep_manager(connection: Connection, event: ManagerChanged) -> None:
    connection.execute(
        "UPDATE people SET manager_id = %s WHERE person_id = %s",
        (event.manager_id, event.person_id),
    )


def keep_departure(connection: Connection, event: PersonLeft) -> None:
    connection.execute(
        "UPDATE people SET left_on = %s WHERE person_id = %s", (event.left_on, event.person_id)
    )


def erase(connection: Connection, event: PersonErased) -> None:
    """Who somebody was to the identity provider, and all words by them or about them."""
    connection.execute("UPDATE people SET subject = NULL WHERE person_id = %s", (event.person_id,))
    connection.execute(
        "DELETE FROM texts WHERE author_id = %(person_id)s OR about_id = %(person_id)s",
        {"person_id": event.person_id},
    )
    connection.execute("DELETE FROM names WHERE person_id = %s", (event.person_id,))


def keep_enrollment(connection: Connection, heard: Heard, event: EnrollmentAccepted) -> None:
    connection.execute(
        """
        INSERT INTO enrollments (
            enrollment_id, program_id, person_id, role, capacity, manager_id, terms_version,
            accepted_at
        )
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (enrollment_id) DO UPDATE
        SET capacity = excluded.capacity,
            manager_id = excluded.manager_id,
            terms_version = excluded.terms_version
        """,
        (
            event.enrollment_id,
            event.program_id,
            event.person_id,
            event.role,
            event.capacity,
            event.manager_id,
            event.terms_version,
            heard.recorded_at,
        ),
    )


def keep_withdrawal(connection: Connection, event: EnrollmentWithdrawn, at: datetime) -> None:
    connection.execute(
        "UPDATE enrollments SET withdrawn_at = %s WHERE enrollment_id = %s",
        (at, event.enrollment_id),
    )
