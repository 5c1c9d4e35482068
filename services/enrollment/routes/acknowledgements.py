"""Acknowledging terms: each person for themselves, by their own token, and by no other's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.enrollment.answers import AcknowledgementMade
from services.enrollment.callers import caller
from services.enrollment.enrollment.acknowledging import AcknowledgeTerms
from services.enrollment.enrollment.decider import enrollment
from services.enrollment.queries import find_enrollment, find_program
from services.enrollment.schemas import AcknowledgementBody
from services.enrollment.stores import Stores
from shared.events.enrollment import EnrollmentAccepted, EnrollmentEvent
from shared.http.blueprint import Routes
from shared.http.commands import Answer, carry_out, required
from shared.http.fields import happened_at
from shared.http.guard import allow


def acknowledgement_routes(stores: Stores) -> Routes:
    routes = Routes("acknowledgements", description="Proof of having understood the terms")
    pool = stores.pool

    @routes.post("/enrollments/<uuid:enrollment_id>/acknowledgements")
    @allow("administrator", "participant", scope="enrollment:write")
    @routes.body(AcknowledgementBody)
    @routes.answers(201, AcknowledgementMade)
    def acknowledge(body: dict[str, Any], enrollment_id: UUID) -> Answer:
        row = required(find_enrollment(pool, enrollment_id), "enrollment", enrollment_id)
        program = required(find_program(pool, row.program_id), "program", row.program_id)
        by = caller(pool).person()
        command = AcknowledgeTerms(
            by=by,
            as_=body["as_"],
            terms_version=body["terms_version"],
            digest=body["digest"],
            newest_terms=program.newest_terms or 0,
            newest_digest=program.newest_digest or "",
            manager_id=row.manager_id,
        )
        return carry_out(
            stores.enrollments(),
            enrollment,
            f"enrollment-{enrollment_id}",
            command,
            actor=str(by),
            occurred_at=happened_at(body, stores.clock()),
            tell=made,
        )

    return routes


def made(events: Sequence[EnrollmentEvent]) -> dict[str, Any]:
    return {
        "enrollment_id": events[0].enrollment_id,
        "accepted": any(isinstance(event, EnrollmentAccepted) for event in events),
    }
