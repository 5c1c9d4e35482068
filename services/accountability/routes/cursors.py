"""The sort keys in cursors, read back; whatever else a cursor holds is no page of ours."""

from datetime import datetime
from uuid import UUID

from services.accountability.alerts.alert import LEVELS
from services.accountability.queries.alerts import Position
from shared.http.paging import Page
from shared.http.problems import Problem


def partnership_after(page: Page) -> UUID | None:
    if page.after is None:
        return None
    try:
        return UUID(page.after[0])
    except ValueError as malformed:
        raise _no_such_page() from malformed


def alert_after(page: Page) -> Position | None:
    if page.after is None:
        return None
    level, due_at, alert_id = page.after
    try:
        datetime.fromisoformat(due_at)
        UUID(alert_id)
    except ValueError as malformed:
        raise _no_such_page() from malformed
    if level not in LEVELS:
        raise _no_such_page()
    return level, due_at, alert_id


def _no_such_page() -> Problem:
    return Problem(404, "no-such-page", "The cursor is not one of this list; take it from `next`.")
