"""GET /partnerships, GET /partnerships/{id}: who is meeting, who is not, and why."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.accountability.answers.partnerships import partnership_answers
from services.accountability.journal import is_heard
from services.accountability.queries.alerts import open_alerts
from services.accountability.queries.overview import Asked, Explained, overview
from services.accountability.queries.partnerships import get_partnership
from services.accountability.queries.then import partnerships_then
from services.accountability.routes.callers import READ, READERS, viewer
from services.accountability.routes.cursors import partnership_after
from services.accountability.routes.instants import asked_about
from services.accountability.schemas.alerts import AsOfQuery
from services.accountability.schemas.partnerships import (
    PartnershipSchema,
    PartnershipsQuery,
    PartnershipsSchema,
)
from services.accountability.viewer import Viewer
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.http.blueprint import Routes
from shared.http.commands import Answer, required
from shared.http.guard import allow
from shared.http.paging import page_answer, page_of
from shared.http.preconditions import etag
from shared.http.reading import wait_until_seen


def partnership_routes(pool: Pool, clock: Clock) -> Routes:
    routes = Routes("partnerships", description="Who is meeting, who is not, and why.")

    @routes.get("/partnerships")
    @allow(*READERS, scope=READ)
    @routes.query(PartnershipsQuery)
    @routes.answers(200, PartnershipsSchema)
    def list_(query: Mapping[str, Any]) -> Answer:
        page = page_of(query)
        at, is_past = asked_about(query, clock)
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            asked = Asked(
                viewer=viewer(connection),
                program_id=query.get("program_id"),
                health=query.get("health"),
                at=at,
                is_past=is_past,
                after=partnership_after(page),
                limit=page.limit,
            )
            found = overview(connection, asked)
            answers = partnership_answers(connection, asked.viewer, found, at)
        return page_answer(answers, page, [found[-1][0].partnership_id] if found else ())

    @routes.get("/partnerships/<uuid:partnership_id>")
    @allow(*READERS, scope=READ)
    @routes.query(AsOfQuery)
    @routes.answers(200, PartnershipSchema)
    def get(query: Mapping[str, Any], partnership_id: UUID) -> Answer:
        at, is_past = asked_about(query, clock)
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            caller = viewer(connection)
            found = visible_partnership(connection, caller, partnership_id, at)
            if is_past:
                then = partnerships_then(connection, [found[0]], at)
                found = required(next(iter(then), None), "partnership", partnership_id)
            (answer,) = partnership_answers(connection, caller, [found], at)
        return answer, 200, etag(found[0].version)

    return routes


def visible_partnership(
    connection: Connection, caller: Viewer, partnership_id: UUID, at: Any
) -> Explained:
    """Find a partnership, or answer 404: also to those who may not know of it."""
    row = get_partnership(connection, partnership_id, at)
    visible = row if row is not None and caller.view_of(row) is not None else None
    found = required(visible, "partnership", partnership_id)
    return found, open_alerts(connection, [partnership_id])[partnership_id]
