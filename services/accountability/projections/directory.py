"""Who is who, and which program has which terms: what queries and authorization look up."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from services.accountability.facts import UnreadableError
from shared.database import Connection
from shared.events.enrollment import (
    VOCABULARY,
    EnrollmentRequested,
    ManagerChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    ProgramCreated,
    TermsPublished,
)
from shared.events.event import Event, encode
from shared.vocabulary import UnknownTypeError, decode

_NAMES = frozenset(type_.rpartition(".")[0] for type_ in VOCABULARY)


def read_event(type_: str, data: bytes | str) -> Event | None:
    """Read an event of enrollment; what is not known here has no bearing, a newer version has."""
    try:
        return decode(type_, data, VOCABULARY)
    except UnknownTypeError as error:
        if type_.rpartition(".")[0] in _NAMES:
            raise UnreadableError(f"{type_}: its version is not known here") from error
        return None
    except msgspec.MsgspecError as error:
        raise UnreadableError(str(error)) from error


def note_directory(connection: Connection, events: Sequence[Event]) -> None:
    """Take note of a batch. What a row starts with comes first, whatever the batch's order."""
    _write(connection, _PROGRAM, (_program(e) for e in events if isinstance(e, ProgramCreated)))
    _write(connection, _TERMS, (_terms(e) for e in events if isinstance(e, TermsPublished)))
    _write(connection, _PERSON, (_person(e) for e in events if isinstance(e, PersonRegistered)))
    _write(connection, _MANAGER, (_manager(e) for e in events if isinstance(e, ManagerChanged)))
    _write(
        connection, _LEFT, ((e.left_on, e.person_id) for e in events if isinstance(e, PersonLeft))
    )
    erased = [e.person_id for e in events if isinstance(e, PersonErased)]
    if erased:
        connection.execute("SELECT forget_subjects(%s)", (erased,))
    _write(
        connection,
        _ENROLLMENT,
        (_enrollment(e) for e in events if isinstance(e, EnrollmentRequested)),
    )


def forget_names(connection: Connection, events: Sequence[Event]) -> None:
    """Forget the erased people's names, should the people topic be late."""
    erased = [event.person_id for event in events if isinstance(event, PersonErased)]
    if erased:
        connection.execute("DELETE FROM names WHERE person_id = ANY(%s)", (erased,))


def note_name(connection: Connection, person_id: UUID, name: str | None) -> None:
    """Follow the people topic; no name means that the person was erased."""
    if name is None:
        connection.execute(_ERASED, (person_id,))
    else:
        connection.execute(
            """
            INSERT INTO names (person_id, name)
            VALUES (%s, %s)
            ON CONFLICT (person_id) DO UPDATE SET name = EXCLUDED.name
            """,
            (person_id, name),
        )


def _write(connection: Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    some = list(rows)
    if some:
        with connection.cursor() as cursor:
            cursor.executemany(sql, some)


def _program(event: ProgramCreated) -> tuple[Any, ...]:
    return (event.program_id, event.key)


def _terms(event: TermsPublished) -> tuple[Any, ...]:
    return (event.terms_version, encode(event.policy).decode(), event.program_id)


def _person(event: PersonRegistered) -> tuple[Any, ...]:
    return (event.person_id, event.subject, event.time_zone, event.manager_id)


def _manager(event: ManagerChanged) -> tuple[Any, ...]:
    return (event.manager_id, event.person_id)


def _enrollment(event: EnrollmentRequested) -> tuple[Any, ...]:
    return (event.enrollment_id, event.person_id, event.program_id)


_PROGRAM = """
    INSERT INTO programs (program_id, key)
    VALUES (%s, %s)
    ON CONFLICT (program_id) DO NOTHING
"""
_TERMS = "UPDATE programs SET terms_version = %s, policy = %s WHERE program_id = %s"
_PERSON = """
    INSERT INTO people (person_id, subject, time_zone, manager_id)
    VALUES (%s, %s, %s, %s)
    ON CONFLICT (person_id) DO NOTHING
"""
_MANAGER = "UPDATE people SET manager_id = %s WHERE person_id = %s"
_LEFT = "UPDATE people SET left_on = %s WHERE person_id = %s"
_ERASED = "DELETE FROM names WHERE person_id = %s"
_ENROLLMENT = """
    INSERT INTO enrollments (enrollment_id, person_id, program_id)
    VALUES (%s, %s, %s)
    ON CONFLICT (enrollment_id) DO NOTHING
"""
