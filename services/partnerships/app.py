"""The composition root of the web application of partnerships."""

from flask import Flask
from prometheus_client import CollectorRegistry

from services.partnerships.routes.agreements import agreement_routes, signature_routes
from services.partnerships.routes.conflicts import conflict_routes
from services.partnerships.routes.imports import import_routes
from services.partnerships.routes.meetings import meeting_routes
from services.partnerships.routes.partnerships import partnership_routes
from services.partnerships.routes.pauses import pause_routes
from services.partnerships.routes.progress import check_in_routes, goal_routes
from services.partnerships.routes.reports import report_answer_routes, report_routes
from services.partnerships.routes.times import time_routes
from services.partnerships.stores import Stores
from shared.clock import Clock
from shared.database import Pool
from shared.events.documents import asyncapi
from shared.events.partnerships import VOCABULARY
from shared.events.schema import schemas
from shared.http.app import Web, create_app
from shared.http.documents import EventDocuments
from shared.http.guard import Verify
from shared.http.health import database_answers


def make_app(pool: Pool, verify: Verify, clock: Clock, registry: CollectorRegistry) -> Flask:
    stores = Stores(pool=pool, clock=clock)
    return create_app(
        Web(
            name="partnerships",
            routes=[
                partnership_routes(stores),
                agreement_routes(stores),
                signature_routes(stores),
                meeting_routes(stores),
                report_routes(stores),
                report_answer_routes(stores),
                conflict_routes(stores),
                goal_routes(stores),
                check_in_routes(stores),
                pause_routes(stores),
                time_routes(stores),
                import_routes(stores),
            ],
            verify=verify,
            registry=registry,
            ready={"database": database_answers(pool)},
            events=EventDocuments(
                asyncapi=lambda: asyncapi("partnerships"), schemas=schemas(VOCABULARY)
            ),
        )
    )
