"""GET /partnerships/{id}/timeline and /excuses: what happened, and what was said about it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from services.accountability.alerts.alert import AlertEvent
from services.accountability.evidence import excuses_beside_facts
from services.accountability.journal import is_heard, stories_of
from services.accountability.routes.callers import READ, READERS, viewer
from services.accountability.routes.instants import asked_about
from services.accountability.routes.partnerships import visible_partnership
from services.accountability.schemas.alerts import AsOfQuery
from services.accountability.schemas.facts import ExcusesSchema
from services.accountability.schemas.timeline import TimelineSchema
from services.accountability.timeline.timeline import timeline
from shared.clock import Clock
from shared.database import Pool
from shared.event_store.store import EventStore
from shared.http.blueprint import Routes
from shared.http.commands import Answer, required
from shared.http.guard import allow
from shared.http.problems import NotFoundProblem
from shared.http.reading import wait_until_seen


def history_routes(pool: Pool, store: EventStore[AlertEvent], clock: Clock) -> Routes:
    routes = Routes("histories", description="What happened in a partnership, and what was said.")

    @routes.get("/partnerships/<uuid:partnership_id>/timeline")
    @allow(*READERS, scope=READ)
    @routes.query(AsOfQuery)
    @routes.answers(200, TimelineSchema)
    def get_timeline(query: Mapping[str, Any], partnership_id: UUID) -> Answer:
        at, _ = asked_about(query, clock)
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            caller = viewer(connection)
            row, _ = visible_partnership(connection, caller, partnership_id, at)
            story = stories_of(connection, [partnership_id], at).get(partnership_id)
            facts = required(story, "partnership", partnership_id).facts
        said = store.read(f"partnership-{partnership_id}").events
        view = caller.view_of(row) or "numbers"
        entries = timeline(facts, said, view)
        return {"items": [asdict(entry) for entry in entries if entry.at <= at]}, 200, {}

    @routes.get("/partnerships/<uuid:partnership_id>/excuses")
    @allow(*READERS, scope=READ)
    @routes.query(AsOfQuery)
    @routes.answers(200, ExcusesSchema)
    def get_excuses(query: Mapping[str, Any], partnership_id: UUID) -> Answer:
        at, _ = asked_about(query, clock)
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            caller = viewer(connection)
            row, _ = visible_partnership(connection, caller, partnership_id, at)
            # Reasons are content: managers do not even learn that there is such a list.
            if caller.view_of(row) != "full":
                raise NotFoundProblem("partnership", partnership_id)
            story = stories_of(connection, [partnership_id], at).get(partnership_id)
            found = excuses_beside_facts(connection, required(story, "partnership", partnership_id))
        items = [{**asdict(excuse), "facts": facts and asdict(facts)} for excuse, facts in found]
        return {"items": items}, 200, {}

    return routes
