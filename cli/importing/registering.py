"""The program, its terms and its people, as enrollment's API takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cli.importing.api import Api, RefusedError
from cli.importing.checks import PEOPLE, line_of
from cli.importing.enrolling import Terms
from cli.importing.ids import person_id, program_id, subject
from cli.importing.outcome import Outcome
from cli.importing.problems import Problem
from cli.importing.rows import PersonRow
from cli.importing.sheets import PROGRAM, ProgramFile
from shared.events.enrollment import TermsPublished
from shared.events.event import own_digest

FIRST = 1


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A thing that enrollment knows now, under this id."""

    outcome: Outcome
    id: UUID


def register_program(api: Api, program: ProgramFile, *, dry: bool) -> Registered:
    found = api.find("/programs", key=program.key)
    if found:
        return Registered(outcome=same("programs"), id=UUID(found[0]["program_id"]))
    new = program_id(program.key)
    if not dry:
        api.post("/programs", {"key": program.key, "program_id": new})
    return Registered(outcome=Outcome(kind="programs", result="new"), id=new)


def publish_terms(
    api: Api, program: ProgramFile, known: UUID, *, dry: bool
) -> tuple[Outcome, Terms]:
    """Publish the first terms; terms that are published already have to be these."""
    terms = Terms(program_id=known, version=FIRST, digest=terms_digest(program, known))
    published = api.get(f"/programs/{known}/terms/{FIRST}")
    if published is None:
        if not dry:
            api.post(f"/programs/{known}/terms", terms_body(program))
        return Outcome(kind="terms", result="new"), terms
    if published["digest"] != terms.digest:
        says = (
            "terms: others are published; restore those that were imported, "
            "and publish new ones through the API"
        )
        return refused("terms", Problem(file=PROGRAM, says=says)), terms
    return same("terms"), terms


def terms_body(program: ProgramFile) -> dict[str, Any]:
    return {
        "responsibilities": program.terms.responsibilities,
        "duration_weeks": program.terms.duration_weeks,
        "policy": program.terms.policy,
    }


def terms_digest(program: ProgramFile, known: UUID) -> str:
    return own_digest(
        TermsPublished(
            program_id=known,
            terms_version=FIRST,
            responsibilities=program.terms.responsibilities,
            duration_weeks=program.terms.duration_weeks,
            policy=program.terms.policy,
            digest="",
        )
    )


def register_person(api: Api, row: PersonRow, ids: dict[str, UUID], *, dry: bool) -> Outcome:
    """Register somebody whose manager is registered; `ids` gets to know them."""
    found = api.find("/people", subject=subject(row))
    manager_id = ids[row.manager] if row.manager else None
    if found:
        ids[row.email] = UUID(found[0]["person_id"])
        return known_person(row, found[0], manager_id)
    ids[row.email] = person_id(row.email)
    if not dry:
        try:
            api.post("/people", person_body(row, manager_id))
        except RefusedError as error:
            return refused("people", Problem(file=PEOPLE, line=row.line, says=str(error)))
    return Outcome(kind="people", result="new")


def person_body(row: PersonRow, manager_id: UUID | None) -> dict[str, Any]:
    return {
        "person_id": person_id(row.email),
        "subject": subject(row),
        "name": row.name,
        "email": row.email,
        "time_zone": row.time_zone,
        "manager_id": manager_id,
    }


def known_person(row: PersonRow, found: dict[str, Any], manager_id: UUID | None) -> Outcome:
    known = found["manager_id"]
    if (known and UUID(known)) == manager_id:
        return same("people")
    says = "another manager is registered; an import only adds, so change it through the API"
    return refused("people", Problem(file=PEOPLE, line=row.line, column="manager", says=says))


def by_rank(people: Sequence[PersonRow]) -> list[list[PersonRow]]:
    """Those without a manager, then those who report to them, and so on."""
    known = {row.email: row for row in people}
    ranks: dict[int, list[PersonRow]] = {}
    for row in people:
        ranks.setdefault(len(line_of(row.email, known)), []).append(row)
    return [ranks[rank] for rank in sorted(ranks)]


def same(kind: str) -> Outcome:
    return Outcome(kind=kind, result="same")


def refused(kind: str, problem: Problem) -> Outcome:
    return Outcome(kind=kind, result="refused", problem=problem)
