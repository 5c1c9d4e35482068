"""Enrollments: asked for, seen, declined, withdrawn."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from services.enrollment.answers import EnrollmentAnswer, EnrollmentList, EnrollmentMade
from services.enrollment.callers import caller
from services.enrollment.enrollment.asking import Decline, RequestEnrollment, Withdraw
from services.enrollment.enrollment.decider import Command, enrollment
from services.enrollment.queries import find_enrollment, find_person, find_program, list_enrollments
from services.enrollment.refusals import UnknownPersonError, UnknownProgramError
from services.enrollment.schemas import EnrollmentQuery, ReasonBody, RequestEnrollmentBody
from services.enrollment.stores import Stores
from services.enrollment.views import enrollment_view
from shared.events.enrollment import EnrollmentEvent
from shared.http.blueprint import Routes
from shared.http.commands import Answer, carry_out, required
from shared.http.fields import happened_at
from shared.http.guard import allow
from shared.http.paging import page_answer, page_of
from shared.http.preconditions import etag

READ, WRITE = "enrollment:read", "enrollment:write"


def enrollment_routes(stores: Stores) -> Routes:
    routes = Routes("enrollments", description="Who takes part, as what, under which terms")
    pool = stores.pool

    @routes.post("/enrollments")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(RequestEnrollmentBody)
    @routes.answers(201, EnrollmentMade)
    def request_enrollment(body: dict[str, Any]) -> Answer:
        caller(pool).require_own(body["person_id"])
        enrollment_id = body.get("enrollment_id") or uuid4()
        return act(stores, enrollment_id, requested(stores, enrollment_id, body), body)

    @routes.get("/enrollments")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.query(EnrollmentQuery)
    @routes.answers(200, EnrollmentList)
    def get_enrollments(query: dict[str, Any]) -> Answer:
        page = page_of(query)
        rows = list_enrollments(pool, page, query, seen_by=caller(pool).seen_by)
        return page_answer(rows, page, [row.number for row in rows[-1:]])

    @routes.get("/enrollments/<uuid:enrollment_id>")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, EnrollmentAnswer)
    def get_enrollment(enrollment_id: UUID) -> Any:
        row = required(find_enrollment(pool, enrollment_id), "enrollment", enrollment_id)
        caller(pool).require_sight(row)
        history = stores.enrollments().read(f"enrollment-{enrollment_id}")
        newest = required(find_program(pool, row.program_id), "program", row.program_id)
        view = enrollment_view(row, enrollment.fold(history), newest.newest_terms)
        return view, 200, etag(history.version)

    @routes.post("/enrollments/<uuid:enrollment_id>/decline")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(ReasonBody)
    @routes.answers(201, EnrollmentMade)
    def decline(body: dict[str, Any], enrollment_id: UUID) -> Answer:
        row = required(find_enrollment(pool, enrollment_id), "enrollment", enrollment_id)
        by = caller(pool)
        by.require_manager(row)
        return act(stores, enrollment_id, Decline(by=by.person(), reason=body["reason"]), body)

    @routes.post("/enrollments/<uuid:enrollment_id>/withdrawal")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(ReasonBody)
    @routes.answers(201, EnrollmentMade)
    def withdraw(body: dict[str, Any], enrollment_id: UUID) -> Answer:
        row = required(find_enrollment(pool, enrollment_id), "enrollment", enrollment_id)
        caller(pool).require_own(row.person_id)
        return act(stores, enrollment_id, Withdraw(reason=body["reason"]), body)

    return routes


def requested(stores: Stores, enrollment_id: UUID, body: dict[str, Any]) -> RequestEnrollment:
    """The request, with what the decider has to know of the program and the person."""
    program = find_program(stores.pool, body["program_id"])
    person = find_person(stores.pool, body["person_id"])
    if program is None:
        raise UnknownProgramError(body["program_id"])
    if person is None or not person.is_here:
        raise UnknownPersonError("person_id", body["person_id"])
    return RequestEnrollment(
        enrollment_id=enrollment_id,
        program_id=program.program_id,
        person_id=person.person_id,
        role=body["role"],
        capacity=body["capacity"],
        terms_version=body["terms_version"],
        newest_terms=program.newest_terms,
    )


def act(stores: Stores, enrollment_id: UUID, command: Command, body: dict[str, Any]) -> Answer:
    """Carry out a command about an enrollment that is said by the caller."""
    return carry_out(
        stores.enrollments(),
        enrollment,
        f"enrollment-{enrollment_id}",
        command,
        actor=caller(stores.pool).actor,
        occurred_at=happened_at(body, stores.clock()),
        tell=made,
    )


def made(events: Sequence[EnrollmentEvent]) -> dict[str, Any]:
    return {"enrollment_id": events[0].enrollment_id}
