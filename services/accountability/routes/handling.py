"""POST /alerts/{id}/…: an administrator acknowledges, snoozes or dismisses."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.accountability.alerts.alert import AlertEvent
from services.accountability.alerts.handling import (
    AcknowledgeAlert,
    DismissAlert,
    HandleAlert,
    SnoozeAlert,
    handling,
)
from services.accountability.queries.alerts import get_alert
from services.accountability.routes.callers import WRITE, actor_id, viewer
from services.accountability.schemas.alerts import (
    AcknowledgeBody,
    DismissBody,
    HandledSchema,
    SnoozeBody,
)
from shared.clock import Clock
from shared.database import Pool
from shared.event_store.store import EventStore
from shared.http.blueprint import Routes
from shared.http.commands import Answer, carry_out, required
from shared.http.fields import happened_at
from shared.http.guard import allow


def handling_routes(pool: Pool, store: EventStore[AlertEvent], clock: Clock) -> Routes:
    routes = Routes("handling", description="What an administrator does about an alert.")

    def handle(
        alert_id: UUID, body: Mapping[str, Any], command: Callable[[UUID, datetime], HandleAlert]
    ) -> Answer:
        now = happened_at(body, clock())
        with pool.connection() as connection:
            alert = required(get_alert(connection, viewer(connection), alert_id), "alert", alert_id)
            by = actor_id(connection)
        stream = f"partnership-{alert.partnership_id}"
        return carry_out(
            store, handling, stream, command(by, now), actor=str(by), occurred_at=now, tell=_tell
        )

    @routes.post("/alerts/<uuid:alert_id>/acknowledgement")
    @allow("administrator", scope=WRITE)
    @routes.body(AcknowledgeBody)
    @routes.answers(201, HandledSchema)
    def acknowledge(body: Mapping[str, Any], alert_id: UUID) -> Answer:
        return handle(
            alert_id, body, lambda by, now: AcknowledgeAlert(alert_id=alert_id, by=by, now=now)
        )

    @routes.post("/alerts/<uuid:alert_id>/snooze")
    @allow("administrator", scope=WRITE)
    @routes.body(SnoozeBody)
    @routes.answers(201, HandledSchema)
    def snooze(body: Mapping[str, Any], alert_id: UUID) -> Answer:
        until, reason = body["until"], body["reason"]
        return handle(
            alert_id,
            body,
            lambda by, now: SnoozeAlert(
                alert_id=alert_id, by=by, until=until, reason=reason, now=now
            ),
        )

    @routes.post("/alerts/<uuid:alert_id>/dismissal")
    @allow("administrator", scope=WRITE)
    @routes.body(DismissBody)
    @routes.answers(201, HandledSchema)
    def dismiss(body: Mapping[str, Any], alert_id: UUID) -> Answer:
        reason = body["reason"]
        return handle(
            alert_id,
            body,
            lambda by, now: DismissAlert(alert_id=alert_id, by=by, reason=reason, now=now),
        )

    return routes


def _tell(events: Sequence[AlertEvent]) -> Mapping[str, Any]:
    return {"alert_id": events[0].alert_id}
