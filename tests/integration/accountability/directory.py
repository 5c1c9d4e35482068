"""The program, the people behind the tokens and an enrollment, as enrollment says them."""

from typing import Any

from shared.events.enrollment import SOURCE
from tests.reference.facts import instant
from tests.support.histories.wire import Stream, identity

PEOPLE = ("mentor", "mentee", "mentor-manager", "mentee-manager", "stranger")
_AT = instant("2026-12-01T08:00:00Z")


def said(stream: str, version: int, name: str, **data: Any) -> dict[str, Any]:
    event = Stream(identity("nobody")).say(name, _AT)
    return {
        **event,
        "id": identity(f"{stream[:5]}{stream[-36:-28]}{version}"[:16]),
        "source": SOURCE,
        "subject": stream,
        "partitionkey": stream,
        "sequence": f"{version:010}",
        "data": data,
    }


def directory() -> list[dict[str, Any]]:
    program_id, enrollment_id = identity("program"), identity("enrollment")
    program = said(
        f"program-{program_id}", 1, "ProgramCreated", program_id=program_id, key="leadership"
    )
    enrollment = said(
        f"enrollment-{enrollment_id}",
        1,
        "EnrollmentRequested",
        enrollment_id=enrollment_id,
        program_id=program_id,
        person_id=identity("mentee"),
        role="mentee",
        capacity=1,
        terms_version=1,
    )
    return [program, *(_person(name) for name in PEOPLE), enrollment]


def _person(name: str) -> dict[str, Any]:
    return said(
        f"person-{identity(name)}",
        1,
        "PersonRegistered",
        person_id=identity(name),
        subject=f"sub-{name}",
        time_zone="Europe/Berlin",
        manager_id=None,
    )


def away(from_on: str, until_on: str) -> dict[str, Any]:
    """Tell that the mentee will be away."""
    enrollment_id = identity("enrollment")
    return said(
        f"enrollment-{enrollment_id}",
        2,
        "UnavailabilityPlanned",
        enrollment_id=enrollment_id,
        from_on=from_on,
        until_on=until_on,
        reason="LEAVE_PLANNED",
        replacement_id=None,
    )
