"""GET /alerts, GET /alerts/{id}: what is wrong, worst first, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from services.accountability.alerts.alert import Alert, AlertEvent
from services.accountability.answers.alerts import alert_answer
from services.accountability.evidence import behind
from services.accountability.journal import is_heard
from services.accountability.projections.participants import participants_of
from services.accountability.queries.alerts import Wanted, get_alert, list_alerts, position_of
from services.accountability.queries.bases import days_of_bases
from services.accountability.queries.then import alerts_then
from services.accountability.routes.callers import READ, READERS, viewer
from services.accountability.routes.cursors import alert_after
from services.accountability.routes.instants import asked_about
from services.accountability.schemas.alerts import AlertInFullSchema, AlertsQuery, AlertsSchema
from services.accountability.viewer import View, Viewer
from shared.clock import Clock
from shared.database import Connection, Pool
from shared.event_store.store import EventStore
from shared.http.blueprint import Routes
from shared.http.commands import Answer, required
from shared.http.guard import allow
from shared.http.paging import Page, page_answer, page_of
from shared.http.preconditions import etag
from shared.http.reading import AfterQuery, wait_until_seen


def alert_routes(pool: Pool, store: EventStore[AlertEvent], clock: Clock) -> Routes:
    routes = Routes("alerts", description="What is wrong with whom, and what was done about it.")

    @routes.get("/alerts")
    @allow(*READERS, scope=READ)
    @routes.query(AlertsQuery)
    @routes.answers(200, AlertsSchema)
    def list_(query: Mapping[str, Any]) -> Answer:
        page = page_of(query, keys=3)
        wanted = _wanted(query)
        now, is_past = asked_about(query, clock)
        choose = _then if is_past else _now
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            caller = viewer(connection)
            alerts = choose(connection, caller, wanted, now, page)
            answers = _answers(connection, caller, alerts)
        return page_answer(answers, page, position_of(alerts[-1]) if alerts else ())

    @routes.get("/alerts/<uuid:alert_id>")
    @allow(*READERS, scope=READ)
    @routes.query(AfterQuery)
    @routes.answers(200, AlertInFullSchema)
    def get(query: Mapping[str, Any], alert_id: UUID) -> Answer:
        with pool.connection() as connection:
            wait_until_seen(query.get("after"), lambda id_: is_heard(connection, id_))
            caller = viewer(connection)
            alert = required(get_alert(connection, caller, alert_id), "alert", alert_id)
            said = store.read(f"partnership-{alert.partnership_id}")
            view = _views(connection, caller, [alert])[alert.partnership_id]
            found = behind(connection, alert, said, view, clock())
            (answer,) = _answers(connection, caller, [alert])
        return {**answer, **asdict(found)}, 200, etag(said.version)

    return routes


def _wanted(query: Mapping[str, Any]) -> Wanted:
    names = ("rule", "level", "program_id", "partnership_id")
    return Wanted(
        state=query["state"],
        handling=query.get("handling", "waiting" if query["state"] == "open" else "any"),
        **{name: query.get(name) for name in names},
    )


def _now(
    connection: Connection, caller: Viewer, wanted: Wanted, now: datetime, page: Page
) -> Sequence[Alert]:
    after = alert_after(page)
    return list_alerts(connection, caller, wanted, now=now, after=after, limit=page.limit)


def _then(
    connection: Connection, caller: Viewer, wanted: Wanted, then: datetime, page: Page
) -> Sequence[Alert]:
    alerts, after = alerts_then(connection, caller, wanted, then), alert_after(page)
    places = [position_of(alert) for alert in alerts]
    start = places.index(after) + 1 if after in places else 0
    return alerts[start : start + page.limit]


def _answers(
    connection: Connection, caller: Viewer, alerts: Sequence[Alert]
) -> Sequence[Mapping[str, Any]]:
    views = _views(connection, caller, alerts)
    days = days_of_bases(connection, alerts)
    return [
        alert_answer(alert, days.get(alert.alert_id), views[alert.partnership_id])
        for alert in alerts
    ]


def _views(connection: Connection, caller: Viewer, alerts: Sequence[Alert]) -> Mapping[UUID, View]:
    whose = participants_of(connection, {alert.partnership_id for alert in alerts})
    return {
        partnership_id: caller.view_of(people) or "numbers"
        for partnership_id, people in whose.items()
    }
