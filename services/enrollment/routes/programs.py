"""Programs and their terms. HTTP in, commands out."""

from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import asdict

from services.enrollment.answers import (
    ProgramAnswer,
    ProgramList,
    ProgramMade,
    TermsAnswer,
    TermsList,
    TermsMade,
)
from services.enrollment.callers import caller
from services.enrollment.program import CreateProgram, Program, PublishTerms, program
from services.enrollment.queries import find_program, list_programs
from services.enrollment.schemas import CreateProgramBody, ProgramQuery, PublishTermsBody
from services.enrollment.stores import Stores
from shared.events.enrollment import TermsPublished
from shared.events.terms import DurationWeeks, Responsibilities
from shared.http.blueprint import Routes
from shared.http.commands import Answer, carry_out, required
from shared.http.fields import happened_at
from shared.http.guard import allow
from shared.http.paging import page_answer, page_of
from shared.http.policy import policy_from
from shared.http.preconditions import etag

READ, WRITE = "enrollment:read", "enrollment:write"


def program_routes(stores: Stores) -> Routes:
    routes = Routes("programs", description="Mentoring programs")
    pool = stores.pool

    @routes.post("/programs")
    @allow("administrator", scope=WRITE)
    @routes.body(CreateProgramBody)
    @routes.answers(201, ProgramMade)
    def create_program(body: dict[str, Any]) -> Answer:
        program_id = body.get("program_id") or uuid4()
        return carry_out(
            stores.programs(),
            program,
            f"program-{program_id}",
            CreateProgram(program_id=program_id, key=body["key"]),
            actor=caller(pool).actor,
            occurred_at=happened_at(body, stores.clock()),
            tell=lambda events: {"program_id": events[0].program_id},
        )

    @routes.get("/programs")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.query(ProgramQuery)
    @routes.answers(200, ProgramList)
    def get_programs(query: dict[str, Any]) -> Answer:
        page = page_of(query)
        rows = list_programs(pool, page, key=query.get("key"))
        return page_answer(rows, page, [row.number for row in rows[-1:]])

    @routes.get("/programs/<uuid:program_id>")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, ProgramAnswer)
    def get_program(program_id: UUID) -> Any:
        row = required(find_program(pool, program_id), "program", program_id)
        return row, 200, etag(row.version)

    return routes


def terms_routes(stores: Stores) -> Routes:
    routes = Routes("terms", description="Numbered versions of a program's terms")
    pool = stores.pool

    @routes.post("/programs/<uuid:program_id>/terms")
    @allow("administrator", scope=WRITE)
    @routes.body(PublishTermsBody)
    @routes.answers(201, TermsMade)
    def publish_terms(body: dict[str, Any], program_id: UUID) -> Answer:
        required(find_program(pool, program_id), "program", program_id)
        command = PublishTerms(
            responsibilities=Responsibilities(**body["responsibilities"]),
            duration_weeks=DurationWeeks(**body["duration_weeks"]),
            policy=policy_from(body["policy"]),
        )
        return carry_out(
            stores.programs(),
            program,
            f"program-{program_id}",
            command,
            actor=caller(pool).actor,
            occurred_at=happened_at(body, stores.clock()),
            tell=lambda events: asdict(events[0]),
        )

    @routes.get("/programs/<uuid:program_id>/terms")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, TermsList)
    def get_terms(program_id: UUID) -> Any:
        return {"items": published_terms(stores, program_id), "next": None}

    @routes.get("/programs/<uuid:program_id>/terms/<int:terms_version>")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, TermsAnswer)
    def get_terms_version(program_id: UUID, terms_version: int) -> Any:
        terms = published_terms(stores, program_id)
        found = terms[terms_version - 1] if 0 < terms_version <= len(terms) else None
        return required(found, "version of these terms", terms_version), 200, etag(terms_version)

    return routes


def published_terms(stores: Stores, program_id: UUID) -> tuple[TermsPublished, ...]:
    """All versions of a program's terms, oldest first; 404 if there is no such program."""
    state = program.fold(stores.programs().read(f"program-{program_id}"))
    return required(state if isinstance(state, Program) else None, "program", program_id).terms
