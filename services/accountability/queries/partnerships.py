"""Who is meeting, who is not, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from services.accountability.health import Health, health
from services.accountability.projections.mood import Mood
from services.accountability.queries.visible import Condition, partnerships_of
from services.accountability.story.slots import day_of
from services.accountability.viewer import Viewer
from shared.database import Connection


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """One row of the overview; `paused` at the instant that was asked about."""

    partnership_id: UUID
    program_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    mentor_manager_id: UUID
    mentee_manager_id: UUID
    time_zone: str
    version: int
    stage: str
    starts_on: date | None
    ends_on: date | None
    cadence_days: int | None
    last_held_at: datetime | None
    next_meeting_at: datetime | None
    mood: Mood
    paused: bool

    @property
    def health(self) -> Health:
        return health(self.mood, paused=self.paused)

    def days_since_last_held(self, now: datetime) -> int | None:
        if self.last_held_at is None:
            return None
        return (day_of(now, self.time_zone) - day_of(self.last_held_at, self.time_zone)).days


_COLUMNS = """
    partnership_id, program_id, mentor_id, mentee_id, mentor_manager_id, mentee_manager_id,
    time_zone, version, stage, starts_on, ends_on, cadence_days, last_held_at, mood,
    (SELECT min(at) FROM unnest(pending) AS at WHERE at >= %(now)s) AS next_meeting_at,
    paused @> %(now)s::timestamptz AS paused
"""


def list_partnerships(  # noqa: PLR0913
    connection: Connection,
    viewer: Viewer,
    *,
    program_id: UUID | None = None,
    wanted: Health | None = None,
    now: datetime,
    after: UUID | None,
    limit: int,
) -> Sequence[Partnership]:
    conditions: list[Condition] = [partnerships_of(viewer, "partnership_id"), *_of(wanted)]
    if program_id is not None:
        conditions.append(("program_id = %(program_id)s", {"program_id": program_id}))
    if after is not None:
        conditions.append(("partnership_id > %(after)s", {"after": after}))
    values: dict[str, Any] = {"now": now, "limit": limit}
    for _, more in conditions:
        values |= more
    with connection.cursor(row_factory=class_row(Partnership)) as cursor:
        return cursor.execute(
            f"""
            SELECT {_COLUMNS}
            FROM (
                SELECT *
                FROM partnerships
                WHERE {" AND ".join(condition for condition, _ in conditions)}
                ORDER BY partnership_id
                LIMIT %(limit)s
            ) AS page
            JOIN participants USING (partnership_id)
            ORDER BY partnership_id
            """,  # noqa: S608 - conditions are our own text
            values,
        ).fetchall()


def _of(wanted: Health | None) -> Iterator[Condition]:
    """Pauses come and go without an event, so they are looked at beside the stored mood."""
    match wanted:
        case None:
            return
        case "paused":
            yield "paused @> %(now)s::timestamptz AND NOT isempty(paused) AND stage <> 'ended'", {}
        case "ended":
            yield "mood = 'ended'", {}
        case mood:
            yield "mood = %(mood)s AND NOT paused @> %(now)s::timestamptz", {"mood": mood}


def get_partnership(
    connection: Connection, partnership_id: UUID, now: datetime
) -> Partnership | None:
    with connection.cursor(row_factory=class_row(Partnership)) as cursor:
        return cursor.execute(
            f"""
            SELECT {_COLUMNS}
            FROM partnerships
            JOIN participants USING (partnership_id)
            WHERE partnership_id = %(partnership_id)s
            """,  # noqa: S608 - our own text
            {"partnership_id": partnership_id, "now": now},
        ).fetchone()
