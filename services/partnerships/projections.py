"""The table of partnerships, kept in the transaction of each append; it guards the capacity too."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.partnerships.candidates.knowing import Pairing, lock_candidates
from services.partnerships.partnership.proposal import NotAcceptedError
from services.partnerships.places import require_enrolled, require_places
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.partnerships import (
    AgreementReplaced,
    PartnershipActivated,
    PartnershipEnded,
    PartnershipProposed,
    SignatoryReplaced,
)


def keep_partnerships(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    for each in recorded:
        if isinstance(each.event, PartnershipProposed):
            lock_candidates(connection, pairing_of(each.event))
    keep_history(connection, recorded)
    for each in recorded:
        if isinstance(each.event, PartnershipProposed):
            require_places(connection, each.event)
            require_enrolled(connection, partnership_id_of(each))


def keep_history(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    """Keep what was accepted before: it is not held against what else is known by now."""
    for each in recorded:
        partnership_id = partnership_id_of(each)
        match each.event:
            case PartnershipProposed():
                _insert(connection, each, each.event)
            case PartnershipActivated() | AgreementReplaced():
                _put_in_force(connection, partnership_id, each.event)
            case SignatoryReplaced():
                _replace_signatory(connection, partnership_id, each.event)
            case PartnershipEnded():
                _end(connection, partnership_id, each)


def partnership_id_of(recorded: Recorded[Any]) -> UUID:
    return UUID(recorded.stream.removeprefix("partnership-"))


def pairing_of(event: PartnershipProposed) -> Pairing:
    return Pairing(
        program_id=event.program_id, mentor_id=event.mentor_id, mentee_id=event.mentee_id
    )


def _insert(connection: Connection, recorded: Recorded[Any], event: PartnershipProposed) -> None:
    inserted = connection.execute(
        """
        INSERT INTO partnerships (
            partnership_id, program_id, mentor_id, mentee_id, mentor_manager_id, mentee_manager_id,
            mentor_enrollment_id, mentee_enrollment_id, terms_version, time_zone, state, proposed_at
        )
        SELECT
            %(partnership_id)s, %(program_id)s, %(mentor_id)s, %(mentee_id)s,
            %(mentor_manager_id)s, %(mentee_manager_id)s, mentor.enrollment_id,
            mentee.enrollment_id, %(terms_version)s, %(time_zone)s, 'proposed', %(at)s
        FROM enrollments AS mentor, enrollments AS mentee
        WHERE (mentor.program_id, mentor.person_id, mentor.role)
                = (%(program_id)s, %(mentor_id)s, 'mentor')
            AND (mentee.program_id, mentee.person_id, mentee.role)
                = (%(program_id)s, %(mentee_id)s, 'mentee')
            AND mentor.accepted_at <= %(at)s AND mentee.accepted_at <= %(at)s
        ORDER BY mentor.accepted_at DESC, mentee.accepted_at DESC
        LIMIT 1
        """,
        {
            "partnership_id": event.partnership_id,
            "program_id": event.program_id,
            "mentor_id": event.mentor_id,
            "mentee_id": event.mentee_id,
            "mentor_manager_id": event.mentor_manager_id,
            "mentee_manager_id": event.mentee_manager_id,
            "terms_version": event.terms_version,
            "time_zone": event.time_zone,
            "at": recorded.recorded_at,
        },
    )
    if inserted.rowcount == 0:
        raise NotAcceptedError("Mentor and mentee need accepted enrollments in this program.")


def _put_in_force(
    connection: Connection, partnership_id: UUID, event: PartnershipActivated | AgreementReplaced
) -> None:
    connection.execute(
        """
        UPDATE partnerships
        SET state = 'active', agreement_version = %s, starts_on = %s, ends_on = %s
        WHERE partnership_id = %s
        """,
        (event.agreement_version, event.starts_on, event.ends_on, partnership_id),
    )


def _replace_signatory(
    connection: Connection, partnership_id: UUID, event: SignatoryReplaced
) -> None:
    connection.execute(
        """
        UPDATE partnerships
        SET mentor_manager_id = CASE %(role)s
                WHEN 'mentor_manager' THEN %(person_id)s ELSE mentor_manager_id END,
            mentee_manager_id = CASE %(role)s
                WHEN 'mentee_manager' THEN %(person_id)s ELSE mentee_manager_id END
        WHERE partnership_id = %(partnership_id)s
        """,
        {"role": event.role, "person_id": event.person_id, "partnership_id": partnership_id},
    )


def _end(connection: Connection, partnership_id: UUID, recorded: Recorded[Any]) -> None:
    connection.execute(
        """
        UPDATE partnerships
        SET state = 'ended', ended_at = %s, ended_on = %s, outcome = %s
        WHERE partnership_id = %s
        """,
        (recorded.recorded_at, recorded.event.ended_on, recorded.event.outcome, partnership_id),
    )
