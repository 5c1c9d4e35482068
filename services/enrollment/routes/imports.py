"""History from elsewhere, said by an administrator: whole new enrollments with their own times."""

from typing import Any

from services.enrollment.answers import EnrollmentMade
from services.enrollment.callers import caller
from services.enrollment.history import Background, relive
from services.enrollment.importing import ImportEnrollmentBody
from services.enrollment.queries import find_person
from services.enrollment.refusals import UnknownPersonError
from services.enrollment.routes.enrollments import made
from services.enrollment.routes.programs import published_terms
from services.enrollment.stores import Stores
from shared.http.blueprint import Routes
from shared.http.commands import Answer
from shared.http.guard import allow
from shared.http.importing import import_history
from shared.http.problems import Problem


def import_routes(stores: Stores) -> Routes:
    routes = Routes("imports", description="History from elsewhere")

    @routes.post("/imports/enrollments")
    @allow("administrator", scope="enrollment:import")
    @routes.body(ImportEnrollmentBody)
    @routes.answers(201, EnrollmentMade)
    def import_enrollment(body: dict[str, Any]) -> Answer:
        return import_history(
            stores.pool,
            stores.enrollments,
            f"enrollment-{body['enrollment_id']}",
            lambda: relive(body["commands"], _background(stores, body)),
            actor=caller(stores.pool).actor,
            clock=stores.clock,
            tell=made,
        )

    return routes


def _background(stores: Stores, body: dict[str, Any]) -> Background:
    first = body["commands"][0]
    if first["do"] != "request":
        raise Problem(409, "imported-history", "A history begins with the command `request`.")
    person = find_person(stores.pool, first["person_id"])
    if person is None:
        raise UnknownPersonError("person_id", first["person_id"])
    terms = published_terms(stores, first["program_id"])
    return Background(
        enrollment_id=body["enrollment_id"],
        digests={each.terms_version: each.digest for each in terms},
        manager_id=person.manager_id,
    )
