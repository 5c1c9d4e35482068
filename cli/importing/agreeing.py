"""An agreement in a line as commands: drafted, then signed by four people on their days."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from cli.importing.course import Course
from cli.importing.notation import in_zone
from cli.importing.rows import AgreementRow
from cli.importing.steps import Step
from shared.events.event import own_digest
from shared.events.partnerships import AgreementDrafted

SIGNATURES = ("mentor", "mentee", "mentor_manager", "mentee_manager")


def agreeing(course: Course, row: AgreementRow, version: int) -> Iterator[Step]:
    if row.drafted_on is None:
        return
    says = agreed(row, course.zone.key)
    yield course.step(row, row.drafted_on, "mentee", "draft_agreement", says)
    for role in SIGNATURES:
        signed_on = getattr(row, f"{role}_signed")
        if signed_on is not None:
            signed = {"agreement_version": version, "role": role, "digest": digest(says, version)}
            yield course.step(row, signed_on, role, "sign_agreement", signed)


def agreed(row: AgreementRow, zone: str) -> dict[str, Any]:
    return {
        "starts_on": iso(row.starts_on),
        "ends_on": iso(row.ends_on),
        "cadence_days": row.cadence_days,
        "slots": in_zone(list(row.slots), zone),
        "notice_hours": row.notice_hours,
        "contingencies": in_zone(list(row.contingencies), zone),
        "agenda_hours": row.agenda_hours,
        "review_on": iso(row.review_on or halfway(row)),
    }


def digest(says: dict[str, Any], version: int) -> str:
    """What all four signed: the text as it will be drafted."""
    text = {**says, "agreement_version": version, "scheduler": "mentee", "digest": ""}
    return own_digest(msgspec.convert(text, AgreementDrafted))


def halfway(row: AgreementRow) -> date | None:
    if row.starts_on is None or row.ends_on is None:
        return None
    return row.starts_on + (row.ends_on - row.starts_on) / 2


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def active_at(course: Course, row: AgreementRow) -> datetime | None:
    """When the fourth signature came, if all four have signed."""
    days = [getattr(row, f"{role}_signed") for role in SIGNATURES]
    return None if None in days else max(course.instant(day) for day in days)
