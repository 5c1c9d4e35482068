"""People: registered, managed, gone, erased. Names are answered to who may see them only."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from services.enrollment.answers import PeopleList, PersonAnswer, PersonMade
from services.enrollment.callers import Caller, caller
from services.enrollment.people import PersonalData
from services.enrollment.person import (
    ChangeManager,
    Command,
    ErasePerson,
    RecordDeparture,
    RegisterPerson,
    person,
)
from services.enrollment.queries import PersonRow, find_person, list_people
from services.enrollment.refusals import SubjectNamesError, UnknownPersonError
from services.enrollment.schemas import (
    ChangeManagerBody,
    DepartureBody,
    PeopleQuery,
    RegisterPersonBody,
)
from services.enrollment.stores import Stores
from shared.database import Pool
from shared.events.enrollment import PersonEvent
from shared.http.blueprint import Routes
from shared.http.commands import Answer, carry_out, required
from shared.http.fields import happened_at
from shared.http.guard import allow
from shared.http.paging import page_answer, page_of
from shared.http.preconditions import etag
from shared.http.problems import Problem

READ, WRITE = "enrollment:read", "enrollment:write"


def people_routes(stores: Stores) -> Routes:
    routes = Routes("people", description="Who there is, and who manages whom")
    pool = stores.pool

    @routes.post("/people")
    @allow("administrator", scope=WRITE)
    @routes.body(RegisterPersonBody)
    @routes.answers(201, PersonMade)
    def register_person(body: dict[str, Any]) -> Answer:
        require_person(pool, "manager_id", body["manager_id"])
        require_opaque(body["subject"], body["email"])
        person_id = body.get("person_id") or uuid4()
        command = RegisterPerson(
            person_id=person_id,
            subject=body["subject"],
            time_zone=body["time_zone"],
            manager_id=body["manager_id"],
        )
        return carry_out(
            stores.people(PersonalData(name=body["name"], email=body["email"])),
            person,
            f"person-{person_id}",
            command,
            actor=caller(pool).actor,
            occurred_at=happened_at(body, stores.clock()),
            tell=made,
        )

    @routes.get("/people")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.query(PeopleQuery)
    @routes.answers(200, PeopleList)
    def get_people(query: dict[str, Any]) -> Answer:
        page, viewer = page_of(query), caller(pool)
        rows = list_people(pool, page, subject=query.get("subject"), seen_by=viewer.seen_by)
        return page_answer(
            [shown(row, viewer) for row in rows], page, [row.number for row in rows[-1:]]
        )

    @routes.get("/people/<uuid:person_id>")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, PersonAnswer)
    def get_person(person_id: UUID) -> Any:
        row = required(find_person(pool, person_id), "person", person_id)
        viewer = caller(pool)
        if not viewer.sees(row):
            raise Problem(403, "forbidden", "You see yourself and your reports.")
        return shown(row, viewer), 200, etag(row.version)

    return routes


def person_change_routes(stores: Stores) -> Routes:
    routes = Routes("people-changes", description="What happens to people")
    pool = stores.pool

    def change(person_id: UUID, command: Command, body: dict[str, Any]) -> Answer:
        required(find_person(pool, person_id), "person", person_id)
        return carry_out(
            stores.people(),
            person,
            f"person-{person_id}",
            command,
            actor=caller(pool).actor,
            occurred_at=happened_at(body, stores.clock()),
            tell=made,
        )

    @routes.put("/people/<uuid:person_id>/manager")
    @allow("administrator", scope=WRITE)
    @routes.body(ChangeManagerBody)
    @routes.answers(200, PersonMade)
    def change_manager(body: dict[str, Any], person_id: UUID) -> Answer:
        require_person(pool, "manager_id", body["manager_id"])
        return change(person_id, ChangeManager(manager_id=body["manager_id"]), body)

    @routes.post("/people/<uuid:person_id>/departure")
    @allow("administrator", scope=WRITE)
    @routes.body(DepartureBody)
    @routes.answers(201, PersonMade)
    def record_departure(body: dict[str, Any], person_id: UUID) -> Answer:
        now = happened_at(body, stores.clock())
        return change(person_id, RecordDeparture(left_on=body["left_on"], now=now), body)

    @routes.delete("/people/<uuid:person_id>")
    @allow("administrator", scope=WRITE)
    @routes.answers(200, PersonMade)
    def erase_person(person_id: UUID) -> Answer:
        return change(person_id, ErasePerson(), {})

    return routes


def made(events: Sequence[PersonEvent]) -> dict[str, Any]:
    return {"person_id": events[0].person_id}


def require_person(pool: Pool, field: str, person_id: UUID | None) -> None:
    """Refuse a reference to somebody who is not here; null is a reference to nobody."""
    found = find_person(pool, person_id) if person_id else None
    if person_id is not None and (found is None or not found.is_here):
        raise UnknownPersonError(field, person_id)


def require_opaque(subject: str, email: str) -> None:
    if email.casefold() in subject.casefold():
        raise SubjectNamesError


def shown(row: PersonRow, viewer: Caller) -> PersonRow:
    return row if viewer.sees_name(row) else replace(row, subject=None, name=None, email=None)
