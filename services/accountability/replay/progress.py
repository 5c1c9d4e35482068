"""How far a replay is, as any terminal sees it."""

from dataclasses import dataclass
from datetime import datetime

from services.accountability.replay.state import Replay, State, at_work
from shared.database import Connection

_RECENT_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Status:
    """`at_work`: a process is doing it now. The rate is that of the last seconds."""

    replay_id: int
    state: State
    at_work: bool
    projections: list[str]
    parts: int
    parts_done: int
    events: int
    events_done: int
    events_per_second: int
    seconds_left: int | None
    started_at: datetime
    built_at: datetime | None
    switched_at: datetime | None


def status(connection: Connection, replay: Replay) -> Status:
    parts, parts_done, events_done, recent = _parts(connection, replay)
    rate = recent / _RECENT_SECONDS
    return Status(
        replay_id=replay.replay_id,
        state=replay.state,
        at_work=at_work(connection),
        projections=replay.projections,
        parts=parts,
        parts_done=parts_done,
        events=replay.events,
        events_done=events_done,
        events_per_second=round(rate),
        seconds_left=round((replay.events - events_done) / rate) if rate else None,
        started_at=replay.started_at,
        built_at=replay.built_at,
        switched_at=replay.switched_at,
    )


def _parts(connection: Connection, replay: Replay) -> tuple[int, int, int, int]:
    ((parts, parts_done, events, recent),) = connection.execute(
        """
        SELECT
            count(*), count(done_at), coalesce(sum(events), 0),
            coalesce(sum(events) FILTER (
                WHERE done_at > clock_timestamp() - make_interval(secs => %s)
            ), 0)
        FROM replay_parts
        WHERE replay_id = %s
        """,
        (_RECENT_SECONDS, replay.replay_id),
    ).fetchall()
    return parts, parts_done, int(events), int(recent)
