"""What each fact of enrollment asks of which partnerships. Every answer is said once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.partnerships.candidates.absences import absences_of, end_absence, keep_absence
from services.partnerships.partnership.ending import EndWithdrawn
from services.partnerships.partnership.pausing import (
    Absence,
    PauseForAbsence,
    ResumeFromAbsence,
)
from services.partnerships.partnership.reactions import Reaction
from services.partnerships.partnership.signing import ReplaceSignatory
from services.partnerships.partnership.zones import zone
from shared.database import Connection
from shared.events.enrollment import (
    EnrollmentWithdrawn,
    ManagerChanged,
    PersonLeft,
    UnavailabilityEnded,
    UnavailabilityPlanned,
)
from shared.heard import Heard


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A command for one partnership, because of one fact."""

    partnership_id: UUID
    command: Reaction


@dataclass(frozen=True, kw_only=True)
class _Place:
    partnership_id: UUID
    time_zone: str
    enrollment_ids: tuple[UUID, UUID]
    is_mentor: bool


def on_withdrawal(
    connection: Connection, heard: Heard, event: EnrollmentWithdrawn
) -> Sequence[Asked]:
    return [
        Asked(
            partnership_id=place.partnership_id,
            command=EndWithdrawn(
                now=heard.recorded_at, ended_on=_day(heard, place), reason=event.reason
            ),
        )
        for place in _of_enrollment(connection, event.enrollment_id)
    ]


def on_departure(connection: Connection, heard: Heard, event: PersonLeft) -> Sequence[Asked]:
    return [
        Asked(
            partnership_id=place.partnership_id,
            command=EndWithdrawn(
                now=heard.recorded_at, ended_on=event.left_on, reason="LEFT_COMPANY"
            ),
        )
        for place in _of_person(connection, event.person_id)
    ]


def on_absence(
    connection: Connection, heard: Heard, event: UnavailabilityPlanned
) -> Sequence[Asked]:
    keep_absence(connection, heard.id, event)
    absence = Absence(from_on=event.from_on, until_on=event.until_on, reason=event.reason)
    return [
        Asked(
            partnership_id=place.partnership_id,
            command=PauseForAbsence(now=heard.recorded_at, absence=absence),
        )
        for place in _of_enrollment(connection, event.enrollment_id)
    ]


def on_return(connection: Connection, heard: Heard, event: UnavailabilityEnded) -> Sequence[Asked]:
    ended = end_absence(connection, event)
    if ended is None:
        return []
    return [
        Asked(
            partnership_id=place.partnership_id,
            command=ResumeFromAbsence(
                now=heard.recorded_at,
                ended=ended,
                absences=absences_of(connection, place.enrollment_ids),
            ),
        )
        for place in _of_enrollment(connection, event.enrollment_id)
    ]


def on_manager(connection: Connection, heard: Heard, event: ManagerChanged) -> Sequence[Asked]:
    """Without a manager the last one stays the signatory, until there is a new one."""
    if event.manager_id is None:
        return []
    return [
        Asked(
            partnership_id=place.partnership_id,
            command=ReplaceSignatory(
                now=heard.recorded_at,
                role="mentor_manager" if place.is_mentor else "mentee_manager",
                person_id=event.manager_id,
            ),
        )
        for place in _of_person(connection, event.person_id)
    ]


def _day(heard: Heard, place: _Place) -> date:
    return heard.occurred_at.astimezone(zone(place.time_zone)).date()


def _of_enrollment(connection: Connection, enrollment_id: UUID) -> Sequence[_Place]:
    return _places(connection, "mentor_enrollment_id", "mentee_enrollment_id", enrollment_id)


def _of_person(connection: Connection, person_id: UUID) -> Sequence[_Place]:
    return _places(connection, "mentor_id", "mentee_id", person_id)


def _places(connection: Connection, mentor: str, mentee: str, id_: UUID) -> Sequence[_Place]:
    rows = connection.execute(
        f"""
        SELECT
            partnership_id, time_zone, mentor_enrollment_id, mentee_enrollment_id,
            {mentor} = %(id)s
        FROM partnerships
        WHERE state <> 'ended' AND ({mentor} = %(id)s OR {mentee} = %(id)s)
        ORDER BY partnership_id
        """,  # noqa: S608 - the names are those above
        {"id": id_},
    )
    return [
        _Place(
            partnership_id=row[0],
            time_zone=row[1],
            enrollment_ids=(row[2], row[3]),
            is_mentor=row[4],
        )
        for row in rows
    ]
