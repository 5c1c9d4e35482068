"""Everything that the web process of accountability is made of, put together."""

from flask import Flask
from prometheus_client import CollectorRegistry

from services.accountability.alerts.alert import AlertEvent
from services.accountability.projections.alerts import note_handling
from services.accountability.routes.alerts import alert_routes
from services.accountability.routes.handling import handling_routes
from services.accountability.routes.histories import history_routes
from services.accountability.routes.partnerships import partnership_routes
from services.accountability.routes.reports import report_routes
from services.accountability.routes.whatif import what_if_routes
from shared.clock import Clock
from shared.database import Pool
from shared.event_store.store import EventStore
from shared.events.accountability import VOCABULARY
from shared.events.documents import asyncapi
from shared.events.schema import schemas
from shared.http.app import Web, create_app
from shared.http.documents import EventDocuments
from shared.http.guard import Verify
from shared.http.health import database_answers


def make_app(pool: Pool, verify: Verify, clock: Clock, registry: CollectorRegistry) -> Flask:
    store: EventStore[AlertEvent] = EventStore(pool, VOCABULARY, clock, [note_handling])
    return create_app(
        Web(
            name="accountability",
            routes=[
                partnership_routes(pool, clock),
                history_routes(pool, store, clock),
                alert_routes(pool, store, clock),
                handling_routes(pool, store, clock),
                report_routes(pool, clock),
                what_if_routes(pool, clock),
            ],
            verify=verify,
            registry=registry,
            ready={"database": database_answers(pool)},
            events=EventDocuments(
                asyncapi=lambda: asyncapi("accountability"), schemas=schemas(VOCABULARY)
            ),
        )
    )
