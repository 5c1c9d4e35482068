"""History from elsewhere, said by an administrator: whole new enrollments with their own times."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from services.enrollment.answers import EnrollmentMade
from services.enrollment.callers import caller
from services.enrollment.history import Background, RefusedInHistoryError, relive
from services.enrollment.importing import ImportEnrollmentBody
from services.enrollment.imports import Import, imported_before
from services.enrollment.queries import find_person
from services.enrollment.refusals import UnknownPersonError
from services.enrollment.routes.enrollments import made
from services.enrollment.routes.programs import published_terms
from services.enrollment.stores import Stores
from shared.envelope import Answered, NewEvent, Recorded
from shared.events.enrollment import EnrollmentEvent
from shared.events.event import canonical
from shared.http.blueprint import Routes
from shared.http.commands import Answer, answer, answer_again, said
from shared.http.guard import allow
from shared.http.idempotency import idempotent
from shared.http.json import json_body
from shared.http.problems import Problem


def import_routes(stores: Stores) -> Routes:
    routes = Routes("imports", description="History from elsewhere")

    @routes.post("/imports/enrollments")
    @allow("administrator", scope="enrollment:import")
    @routes.body(ImportEnrollmentBody)
    @routes.answers(201, EnrollmentMade)
    def import_enrollment(body: dict[str, Any]) -> Answer:
        stream = f"enrollment-{body['enrollment_id']}"
        wanted = Import(stream=stream, digest=sha256(canonical(json_body())).hexdigest())
        if imported_before(stores.pool, wanted):
            return unchanged(stores, stream)
        return append(stores, wanted, relived(stores, body))

    return routes


def relived(stores: Stores, body: dict[str, Any]) -> Sequence[NewEvent[EnrollmentEvent]]:
    try:
        return relive(body["commands"], _background(stores, body))
    except RefusedInHistoryError as refused:
        detail = f"Command {refused.index} is refused: {refused}"
        errors = {"commands": {refused.index: [str(refused)]}}
        raise Problem(409, refused.refusal.rule, detail, errors=errors) from refused


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


def append(stores: Stores, wanted: Import, events: Sequence[NewEvent[EnrollmentEvent]]) -> Answer:
    store = stores.enrollments(wanted)
    outcome = store.append(
        wanted.stream,
        events,
        expected_version=0,
        said=said(caller(stores.pool).actor),
        request=idempotent({"stream": wanted.stream}),
        imported_at=stores.clock(),
    )
    if isinstance(outcome, Answered):
        return answer_again(store, outcome, made)
    return answer(outcome, made)


def unchanged(stores: Stores, stream: str) -> Answer:
    """200: it is all there, and nothing was done."""
    idempotent(None)
    history = stores.enrollments().read(stream)
    imported: list[Recorded[EnrollmentEvent]] = [
        each for each in history.events if each.imported_at is not None
    ]
    body, _, headers = answer(imported, made)
    return body, 200, headers
