"""The overview: one row a partnership, rewritten whenever its case is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from services.accountability.calendar import Span, instant, start
from services.accountability.case.state import Case
from services.accountability.projections.mood import mood
from shared.bulk import Table
from shared.database import Connection

COLUMNS: Sequence[tuple[str, str]] = [
    ("partnership_id", "uuid"),
    ("program_id", "uuid"),
    ("time_zone", "text"),
    ("version", "int4"),
    ("stage", "text"),
    ("starts_on", "date"),
    ("ends_on", "date"),
    ("cadence_days", "int4"),
    ("last_held_at", "timestamptz"),
    ("pending", "timestamptz[]"),
    ("paused", "tstzmultirange"),
    ("mood", "text"),
]
TABLE = Table(name="partnerships", key="partnership_id", columns=COLUMNS)


def save(connection: Connection, cases: Iterable[Case]) -> None:
    TABLE.write(connection, (row(case) for case in cases if case.proposed is not None))


def row(case: Case) -> Sequence[Any]:
    """Return the values of `COLUMNS`."""
    agreement = case.agreement
    held = case.schedule.held
    return (
        UUID(case.partnership_id),
        UUID(case.program_id),
        case.time_zone,
        case.version,
        _stage(case),
        agreement and date.fromordinal(agreement.starts_on),
        agreement and date.fromordinal(agreement.ends_on),
        agreement and agreement.cadence_days,
        instant(held[-1][0]) if held else None,
        sorted(_pending(case)),
        Multirange([_instants(case.time_zone, span) for span in case.paused]),
        mood(case),
    )


def _stage(case: Case) -> Literal["proposed", "active", "ended"]:
    if case.ended:
        return "ended"
    return "proposed" if case.activated is None else "active"


def _pending(case: Case) -> Iterable[datetime]:
    """The meetings that are still to come, or still to be reported."""
    for meeting in case.schedule.meetings.values():
        if meeting.starts_at is not None and meeting.report is None and not meeting.cancelled:
            yield instant(meeting.starts_at)


def _instants(zone: str, span: Span) -> Range[datetime]:
    first, end = (instant(start(zone, day)[0]) for day in span)
    return Range(first, end, "[)")
