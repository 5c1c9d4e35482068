"""Reports of a partnership, of a program, and of all of them for the administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from services.accountability.health import HEALTHS
from services.accountability.journal import is_heard, stories_of
from services.accountability.queries.scope import healths, open_by_level, partnerships_in, programs
from services.accountability.reports.count import count
from services.accountability.reports.numbers import Numbers, total
from services.accountability.reports.report import Report, report
from services.accountability.routes.callers import READ, READERS, viewer
from services.accountability.routes.instants import asked_about
from services.accountability.routes.partnerships import visible_partnership
from services.accountability.schemas.reports import (
    OverviewsSchema,
    ReportQuery,
    ReportSchema,
)
from services.accountability.viewer import View
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.events.accountability import AlertLevel
from shared.http.blueprint import Routes
from shared.http.commands import Answer, required
from shared.http.forms import codes
from shared.http.guard import allow
from shared.http.reading import wait_until_seen

_AT_ONCE = 500
_OVERSEERS = ("administrator", "operator")
# Goals, check-ins and reasons are content.
_CONTENT = ("goals", "goal_progress", "check_ins_due", "check_ins_on_time", "reasons")


def report_routes(pool: Pool, clock: Clock) -> Routes:
    routes = Routes("reports", description="What is counted of partnerships and programs.")

    @routes.get("/partnerships/<uuid:partnership_id>/report")
    @allow(*READERS, scope=READ)
    @routes.query(ReportQuery)
    @routes.answers(200, ReportSchema)
    def of_partnership(query: Mapping[str, Any], partnership_id: UUID) -> Answer:
        at, _ = asked_about(query, clock)
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            caller = viewer(connection)
            row, _ = visible_partnership(connection, caller, partnership_id, at)
            story = stories_of(connection, [partnership_id], at).get(partnership_id)
        numbers = count(required(story, "partnership", partnership_id), at)
        return _answer(report(numbers), caller.view_of(row)), 200, {}

    @routes.get("/programs/<uuid:program_id>/report")
    @allow("administrator", "operator", scope=READ)
    @routes.query(ReportQuery)
    @routes.answers(200, ReportSchema)
    def of_program(query: Mapping[str, Any], program_id: UUID) -> Answer:
        at, _ = asked_about(query, clock)
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            required(next(iter(programs(connection, program_id)), None), "program", program_id)
            numbers = _counted(connection, partnerships_in(connection, program_id), at)
        return _answer(report(numbers), "full"), 200, {}

    @routes.get("/report")
    @allow("administrator", "operator", scope=READ)
    @routes.query(ReportQuery)
    @routes.answers(200, ReportSchema)
    def of_all(query: Mapping[str, Any]) -> Answer:
        at, _ = asked_about(query, clock)
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            numbers = _counted(connection, partnerships_in(connection, None), at)
        return _answer(report(numbers), "full"), 200, {}

    @routes.get("/programs")
    @allow("administrator", "operator", scope=READ)
    @routes.answers(200, OverviewsSchema)
    def overviews() -> Answer:
        with pool.connection() as connection:
            return {"items": _overviews(connection, clock())}, 200, {}

    return routes


def _answer(found: Report, view: View | None) -> Mapping[str, Any]:
    hidden = () if view == "full" else _CONTENT
    return {name: value for name, value in asdict(found).items() if name not in hidden}


def _counted(connection: Connection, partnership_ids: Sequence[UUID], at: datetime) -> Numbers:
    """Count some at a time, so that memory does not grow with a program's history."""
    parts = (
        total(count(story, at) for story in stories_of(connection, chunk, at).values())
        for start in range(0, len(partnership_ids), _AT_ONCE)
        if (chunk := partnership_ids[start : start + _AT_ONCE])
    )
    return total(parts)


def _overviews(connection: Connection, now: datetime) -> Sequence[Mapping[str, Any]]:
    by_health, by_level = healths(connection, now), open_by_level(connection)
    nothing_of_it = dict.fromkeys(HEALTHS, 0), dict.fromkeys(codes(AlertLevel), 0)
    return [
        {
            **program,
            "partnerships": sum(by_health.get(program["program_id"], {}).values()),
            "health": nothing_of_it[0] | dict(by_health.get(program["program_id"], {})),
            "open_alerts": nothing_of_it[1] | dict(by_level.get(program["program_id"], {})),
        }
        for program in programs(connection)
    ]
