"""The composition root of enrollment's web application."""

from flask import Flask
from prometheus_client import CollectorRegistry

from services.enrollment.routes.absences import absence_routes
from services.enrollment.routes.acknowledgements import acknowledgement_routes
from services.enrollment.routes.enrollments import enrollment_routes
from services.enrollment.routes.imports import import_routes
from services.enrollment.routes.people import people_routes, person_change_routes
from services.enrollment.routes.programs import program_routes, terms_routes
from services.enrollment.stores import Stores
from shared.clock import Clock
from shared.database import Pool
from shared.events.documents import asyncapi
from shared.events.enrollment import VOCABULARY
from shared.events.schema import schemas
from shared.http.app import Web, create_app
from shared.http.documents import EventDocuments
from shared.http.guard import Verify
from shared.http.health import database_answers


def make_app(pool: Pool, verify: Verify, clock: Clock, registry: CollectorRegistry) -> Flask:
    stores = Stores(pool=pool, clock=clock)
    return create_app(
        Web(
            name="enrollment",
            routes=[
                program_routes(stores),
                terms_routes(stores),
                people_routes(stores),
                person_change_routes(stores),
                enrollment_routes(stores),
                acknowledgement_routes(stores),
                absence_routes(stores),
                import_routes(stores),
            ],
            verify=verify,
            registry=registry,
            ready={"database": database_answers(pool)},
            events=EventDocuments(
                asyncapi=lambda: asyncapi("enrollment"), schemas=schemas(VOCABULARY)
            ),
        )
    )
