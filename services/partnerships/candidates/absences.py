"""When participants are away, as enrollment has said it."""

from collections.abc import Sequence
from uuid import UUID

from services.partnerships.partnership.pausing import Absence
from shared.database import Connection
from shared.events.enrollment import UnavailabilityEnded, UnavailabilityPlanned


def absences_of(connection: Connection, enrollment_ids: Sequence[UUID]) -> tuple[Absence, ...]:
    rows = connection.execute(
        """
        SELECT from_on, until_on, reason, ended_on
        FROM absences
        WHERE enrollment_id = ANY(%s)
        ORDER BY from_on, event_id
        """,
        (list(enrollment_ids),),
    )
    return tuple(
        Absence(from_on=from_on, until_on=until_on, reason=reason, ended_on=ended_on)
        for from_on, until_on, reason, ended_on in rows
    )


def keep_absence(connection: Connection, event_id: UUID, event: UnavailabilityPlanned) -> None:
    _hold(connection, event.enrollment_id)
    connection.execute(
        """
        INSERT INTO absences (event_id, enrollment_id, from_on, until_on, reason)
        VALUES (%s, %s, %s, %s, %s)
        ON CONFLICT DO NOTHING
        """,
        (event_id, event.enrollment_id, event.from_on, event.until_on, event.reason),
    )


def end_absence(connection: Connection, event: UnavailabilityEnded) -> Absence | None:
    """End the absence which covers that day; a participant has at most one."""
    _hold(connection, event.enrollment_id)
    row = connection.execute(
        """
        UPDATE absences
        SET ended_on = %(day)s
        WHERE enrollment_id = %(enrollment_id)s
            AND from_on <= %(day)s
            AND %(day)s < least(until_on, ended_on)
        RETURNING from_on, until_on, reason, ended_on
        """,
        {"day": event.ended_on, "enrollment_id": event.enrollment_id},
    ).fetchone()
    if row is None:
        return None
    return Absence(from_on=row[0], until_on=row[1], reason=row[2], ended_on=row[3])


def _hold(connection: Connection, enrollment_id: UUID) -> None:
    """Whoever is proposing this participant either has been here, or waits and sees it."""
    connection.execute(
        "SELECT FROM enrollments WHERE enrollment_id = %s FOR UPDATE", (enrollment_id,)
    )
