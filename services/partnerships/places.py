"""What two proposals at once could break: asked once more, behind the candidates' locks."""

from uuid import UUID

from services.partnerships.partnership.proposal import MentorFullError, NotAcceptedError
from shared.database import Connection
from shared.events.partnerships import PartnershipProposed


def require_enrolled(connection: Connection, partnership_id: UUID) -> None:
    """Nobody who has withdrawn is in a partnership that goes on."""
    row = connection.execute(
        """
        SELECT e.role
        FROM partnerships AS p
        JOIN enrollments AS e
            ON e.enrollment_id IN (p.mentor_enrollment_id, p.mentee_enrollment_id)
        WHERE p.partnership_id = %s AND p.state <> 'ended' AND e.withdrawn_at IS NOT NULL
        """,
        (partnership_id,),
    ).fetchone()
    if row is not None:
        raise NotAcceptedError(
            f"The {row[0]} has withdrawn from the program: only a partnership that ended is left."
        )


def require_places(connection: Connection, event: PartnershipProposed) -> None:
    """At no time has a mentor more partnerships than places, also not in imported history."""
    row = connection.execute(
        """
        WITH taken AS (
            SELECT partnership_id, proposed_at, coalesce(ended_at, 'infinity') AS ended_at
            FROM partnerships
            WHERE program_id = %(program_id)s AND mentor_id = %(mentor_id)s
        )
        SELECT e.capacity, max(at_once.places)
        FROM partnerships AS p
        JOIN enrollments AS e ON e.enrollment_id = p.mentor_enrollment_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS places
            FROM taken AS began
            JOIN taken AS other
                ON other.proposed_at <= began.proposed_at
                AND other.ended_at > began.proposed_at
            WHERE began.proposed_at >= p.proposed_at
                AND began.proposed_at < coalesce(p.ended_at, 'infinity')
            GROUP BY began.partnership_id
        ) AS at_once
        WHERE p.partnership_id = %(partnership_id)s
        GROUP BY e.capacity
        """,
        {
            "program_id": event.program_id,
            "mentor_id": event.mentor_id,
            "partnership_id": event.partnership_id,
        },
    ).fetchone()
    if row is not None and row[1] > row[0]:
        raise MentorFullError(
            f"The mentor has {row[0]} places: choose a mentor with free capacity, or end a "
            "partnership first."
        )
