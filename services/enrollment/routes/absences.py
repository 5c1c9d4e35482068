"""Planned absences of a participant."""

from typing import Any
from uuid import UUID

from services.enrollment.answers import EnrollmentMade
from services.enrollment.callers import caller
from services.enrollment.enrollment.absences import EndUnavailability, PlanUnavailability
from services.enrollment.queries import find_enrollment
from services.enrollment.routes.enrollments import act
from services.enrollment.routes.people import require_person
from services.enrollment.schemas import UnavailabilityBody, UnavailabilityEndBody
from services.enrollment.stores import Stores
from shared.http.blueprint import Routes
from shared.http.commands import Answer, required
from shared.http.guard import allow

WRITE = "enrollment:write"


def absence_routes(stores: Stores) -> Routes:
    routes = Routes("absences", description="When a participant is away")
    pool = stores.pool

    @routes.post("/enrollments/<uuid:enrollment_id>/unavailability")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(UnavailabilityBody)
    @routes.answers(201, EnrollmentMade)
    def plan_unavailability(body: dict[str, Any], enrollment_id: UUID) -> Answer:
        row = required(find_enrollment(pool, enrollment_id), "enrollment", enrollment_id)
        caller(pool).require_own(row.person_id)
        require_person(pool, "replacement_id", body["replacement_id"])
        command = PlanUnavailability(
            from_on=body["from_on"],
            until_on=body["until_on"],
            reason=body["reason"],
            replacement_id=body["replacement_id"],
        )
        return act(stores, enrollment_id, command, body)

    @routes.post("/enrollments/<uuid:enrollment_id>/unavailability/end")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(UnavailabilityEndBody)
    @routes.answers(201, EnrollmentMade)
    def end_unavailability(body: dict[str, Any], enrollment_id: UUID) -> Answer:
        row = required(find_enrollment(pool, enrollment_id), "enrollment", enrollment_id)
        caller(pool).require_own(row.person_id)
        return act(stores, enrollment_id, EndUnavailability(ended_on=body["ended_on"]), body)

    return routes
