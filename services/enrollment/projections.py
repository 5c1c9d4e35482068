"""The tables behind the lists, kept in the transaction of each append; they guard as well."""

from collections.abc import Sequence
from typing import Any

from services.enrollment.enrollment.asking import StaleTermsError
from services.enrollment.refusals import AlreadyEnrolledError, KeyTakenError, ManagerReplacedError
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.enrollment import (
    EnrollmentAccepted,
    EnrollmentDeclined,
    EnrollmentRequested,
    EnrollmentWithdrawn,
    ProgramCreated,
    TermsPublished,
)


def keep_programs(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    for each in recorded:
        match each.event:
            case ProgramCreated():
                _insert_program(connection, each.event)
            case TermsPublished():
                _publish(connection, each.event, each.version)


def _insert_program(connection: Connection, event: ProgramCreated) -> None:
    inserted = connection.execute(
        """
        INSERT INTO programs (program_id, key, version)
        VALUES (%s, %s, 1)
        ON CONFLICT DO NOTHING
        """,
        (event.program_id, event.key),
    )
    if inserted.rowcount == 0:
        raise KeyTakenError(event.key)


def _publish(connection: Connection, event: TermsPublished, version: int) -> None:
    connection.execute(
        """
        UPDATE programs
        SET newest_terms = %s, newest_digest = %s, version = %s
        WHERE program_id = %s
        """,
        (event.terms_version, event.digest, version, event.program_id),
    )


def keep_enrollments(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    for each in recorded:
        match each.event:
            case EnrollmentRequested():
                _insert_enrollment(connection, each.event)
            case EnrollmentAccepted():
                _accept(connection, each)
            case EnrollmentDeclined() | EnrollmentWithdrawn():
                how = "declined" if isinstance(each.event, EnrollmentDeclined) else "withdrawn"
                _set_status(connection, each.event, how)
        _set_version(connection, each)


def _insert_enrollment(connection: Connection, event: EnrollmentRequested) -> None:
    inserted = connection.execute(
        """
        INSERT INTO enrollments
            (enrollment_id, program_id, person_id, role, capacity, terms_version, status, version)
        VALUES (%s, %s, %s, %s, %s, %s, 'requested', 1)
        ON CONFLICT DO NOTHING
        """,
        (
            event.enrollment_id,
            event.program_id,
            event.person_id,
            event.role,
            event.capacity,
            event.terms_version,
        ),
    )
    if inserted.rowcount == 0:
        raise AlreadyEnrolledError


def _accept(connection: Connection, recorded: Recorded[EnrollmentAccepted]) -> None:
    event = recorded.event
    if recorded.imported_at is None:
        _require_still_so(connection, event)
    connection.execute(
        "UPDATE enrollments SET status = 'accepted', terms_version = %s WHERE enrollment_id = %s",
        (event.terms_version, event.enrollment_id),
    )


def _require_still_so(connection: Connection, event: EnrollmentAccepted) -> None:
    """Terms and managers are other streams: hold them still until this append is committed."""
    row = connection.execute(
        """
        SELECT newest_terms, manager_id
        FROM programs, people
        WHERE program_id = %s AND person_id = %s
        FOR SHARE
        """,
        (event.program_id, event.person_id),
    ).fetchone()
    newest, manager_id = row or (event.terms_version, None)
    if newest != event.terms_version:
        raise StaleTermsError(event.terms_version, newest)
    if manager_id != event.manager_id:
        raise ManagerReplacedError


def _set_status(
    connection: Connection, event: EnrollmentDeclined | EnrollmentWithdrawn, status: str
) -> None:
    connection.execute(
        "UPDATE enrollments SET status = %s WHERE enrollment_id = %s",
        (status, event.enrollment_id),
    )


def _set_version(connection: Connection, recorded: Recorded[Any]) -> None:
    connection.execute(
        "UPDATE enrollments SET version = %s WHERE enrollment_id = %s",
        (recorded.version, recorded.event.enrollment_id),
    )
