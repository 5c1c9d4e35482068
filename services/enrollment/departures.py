"""Who has left or is erased takes part no longer: open enrollments are withdrawn with them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from services.enrollment.projections import keep_enrollments
from shared.database import Connection
from shared.envelope import NewEvent, Recorded, Said
from shared.event_store.rows import Addition
from shared.event_store.store import append_many
from shared.events.enrollment import EnrollmentWithdrawn, PersonErased, PersonLeft
from shared.events.reasons import Reason


def withdraw_enrollments(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    """In the transaction of the departure, so that nobody sees one without the other."""
    for each in recorded:
        match each.event:
            case PersonLeft():
                _withdraw(connection, each, "LEFT_COMPANY")
            case PersonErased():
                _withdraw(connection, each, "PRIVATE")


def _withdraw(connection: Connection, departure: Recorded[Any], reason: Reason) -> None:
    open_ = connection.execute(
        """
        SELECT enrollment_id, version
        FROM enrollments
        WHERE person_id = %s AND status IN ('requested', 'accepted')
        ORDER BY number
        FOR UPDATE
        """,
        (departure.event.person_id,),
    ).fetchall()
    if open_:
        withdrawn = [_withdrawal(departure, reason, *row) for row in open_]
        keep_enrollments(connection, append_many(connection, withdrawn))


def _withdrawal(
    departure: Recorded[Any], reason: Reason, enrollment_id: UUID, version: int
) -> Addition[EnrollmentWithdrawn]:
    withdrawn = EnrollmentWithdrawn(enrollment_id=enrollment_id, reason=reason)
    return Addition(
        stream=f"enrollment-{enrollment_id}",
        expected_version=version,
        events=[NewEvent(id=uuid4(), event=withdrawn, occurred_at=departure.occurred_at)],
        said=Said(
            actor=departure.actor,
            correlation_id=departure.correlation_id,
            causation_id=departure.id,
            traceparent=departure.traceparent,
        ),
    )
