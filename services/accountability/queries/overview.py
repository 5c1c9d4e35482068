"""A page of partnerships with the alerts that explain them, now or as of an instant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.accountability.alerts.alert import Alert
from services.accountability.health import Health
from services.accountability.queries.alerts import open_alerts
from services.accountability.queries.partnerships import Partnership, list_partnerships
from services.accountability.queries.then import partnerships_then
from services.accountability.viewer import Viewer
from shared.database import Connection

Explained = tuple[Partnership, Sequence[Alert]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which partnerships are asked for; `is_past`: as they were at `at`."""

    viewer: Viewer
    program_id: UUID | None
    health: Health | None
    at: datetime
    is_past: bool
    after: UUID | None
    limit: int


def overview(connection: Connection, asked: Asked) -> Sequence[Explained]:
    return _then(connection, asked) if asked.is_past else _now(connection, asked)


def _now(connection: Connection, asked: Asked) -> Sequence[Explained]:
    rows = list_partnerships(
        connection,
        asked.viewer,
        program_id=asked.program_id,
        wanted=asked.health,
        now=asked.at,
        after=asked.after,
        limit=asked.limit,
    )
    alerts = open_alerts(connection, [row.partnership_id for row in rows])
    return [(row, alerts[row.partnership_id]) for row in rows]


def _then(connection: Connection, asked: Asked) -> Sequence[Explained]:
    found: list[Explained] = []
    for row, alerts in _folded(connection, asked):
        if asked.health in (None, row.health):
            found.append((row, alerts))
        if len(found) == asked.limit:
            break
    return found


def _folded(connection: Connection, asked: Asked) -> Iterator[Explained]:
    """Yield every partnership as it was, a page of them at a time: health is known only then."""
    after = asked.after
    while rows := list_partnerships(
        connection,
        asked.viewer,
        program_id=asked.program_id,
        now=asked.at,
        after=after,
        limit=asked.limit,
    ):
        yield from partnerships_then(connection, rows, asked.at)
        after = rows[-1].partnership_id
