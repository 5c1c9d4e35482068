"""Who may do and see what: every route against every kind of caller."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from prometheus_client import CollectorRegistry

from services.enrollment.app import make_app
from shared.clock import now
from shared.database import Pool
from tests.integration.enrollment.company import TERMS, Company, person_token
from tests.integration.enrollment.conftest import verify

CALLERS = ("administrator/a", "participant/p", "operator/o", "integration/i", "reader/r")
EVERYBODY = set(CALLERS)
ADMINISTER = {"administrator/a", "integration/i"}
TAKE_PART = {"administrator/a", "participant/p", "integration/i"}

MAY: dict[str, set[str]] = {
    "POST /programs": ADMINISTER,
    "GET /programs": EVERYBODY,
    "GET /programs/{id}": EVERYBODY,
    "POST /programs/{id}/terms": ADMINISTER,
    "GET /programs/{id}/terms": EVERYBODY,
    "GET /programs/{id}/terms/1": EVERYBODY,
    "POST /people": ADMINISTER,
    "GET /people/{id}": EVERYBODY,
    "PUT /people/{id}/manager": ADMINISTER,
    "POST /people/{id}/departure": ADMINISTER,
    "DELETE /people/{id}": ADMINISTER,
    "POST /enrollments": TAKE_PART,
    "GET /enrollments/{id}": EVERYBODY,
    "POST /enrollments/{id}/acknowledgements": TAKE_PART,
    "POST /enrollments/{id}/decline": TAKE_PART,
    "POST /enrollments/{id}/withdrawal": TAKE_PART,
    "POST /enrollments/{id}/unavailability": TAKE_PART,
    "POST /enrollments/{id}/unavailability/end": TAKE_PART,
    "POST /imports/enrollments": {"administrator/a"},
}
# These ask who of the people the caller is, before anything else.
LISTS = ("GET /people", "GET /enrollments")


def of_routes(app: Flask) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_only_health_metrics_and_documents_are_anonymous(company: Company) -> None:
    paths = ("/livez", "/readyz", "/metrics", "/openapi.json", "/docs", "/asyncapi.json")
    schema = "/schemas/mentoring.PersonLeft.v1"

    assert {company.send("GET", path, by=None).status for path in (*paths, schema)} == {200}
    for asked in (*MAY, *LISTS):
        method, path = asked.split()
        reply = company.send(method, path.format(id=uuid4()), {}, by=None)
        assert (reply.status, reply.rule) == (401, "unauthorized")
        assert reply.header("WWW-Authenticate").startswith("Bearer")


def test_the_matrix_holds_every_route(pool: Pool) -> None:
    app = make_app(pool, verify, now, CollectorRegistry())
    asked = {each.replace("{id}", "<>").replace("/1", "/<>") for each in (*MAY, *LISTS)}
    public = ("/livez", "/readyz", "/metrics", "/openapi", "/docs", "/asyncapi", "/schemas")

    routes = {
        "/".join("<>" if "<" in part else part for part in route.split("/"))
        for route in of_routes(app)
        if not route.split()[1].startswith(public)
    }

    assert routes == asked


@pytest.mark.parametrize("asked", MAY)
def test_the_wrong_role_is_refused_before_anything_is_looked_up(
    shared_company: Company, asked: str
) -> None:
    method, path = asked.split()
    allowed = {
        token
        for token in CALLERS
        if shared_company.send(method, path.format(id=uuid4()), {}, by=token).status != 403
    }

    assert allowed == MAY[asked]


def test_a_token_that_is_not_ours_is_refused(company: Company) -> None:
    reply = company.get("/programs", by="forged")

    assert (reply.status, reply.rule) == (401, "unauthorized")
    assert 'error="invalid_token"' in reply.header("WWW-Authenticate")


def test_everybody_sees_what_is_theirs(company: Company) -> None:
    company.terms(program := company.program())
    mia = company.person("mia", boss := company.person("boss"))
    eve = company.person("eve", boss)
    for person in (mia, eve):
        company.enroll(program, person)

    def seen(by: str) -> tuple[int, int]:
        people, enrollments = (
            company.get("/people", by=by),
            company.get("/enrollments", by=by),
        )
        return len(people.body["items"]), len(enrollments.body["items"])

    assert seen(person_token("mia")) == (1, 1)
    assert seen(person_token("boss")) == (3, 2)
    assert seen("operator/o") == (3, 2)
    assert company.get("/people", by=person_token("stranger")).status == 403
    assert company.get(f"/people/{eve}", by=person_token("mia")).status == 403


def test_names_are_for_administrators_managers_and_oneself(company: Company) -> None:
    mia = company.person("mia", company.person("boss"))

    def name(by: str) -> Any:
        return company.get(f"/people/{mia}", by=by).body["name"]

    assert name("administrator/a") == name(person_token("mia")) == "Mia Example"
    assert name(person_token("boss")) == "Mia Example"
    assert name("operator/o") is None
    assert name("integration/i") is None


def test_nobody_acts_for_somebody_else(company: Company) -> None:
    terms = company.terms(program := company.program())
    mia = company.person("mia", company.person("boss"))
    company.person("eve")
    enrollment = company.enroll(program, mia)
    asked = {"program_id": program, "person_id": mia, "role": "mentor", "terms_version": 1}
    eve = person_token("eve")

    assert company.post("/enrollments", asked, by=eve).status == 403
    assert (
        company.post(f"/enrollments/{enrollment}/withdrawal", {"reason": "OTHER"}, by=eve).status
        == 403
    )
    assert (
        company.acknowledge(enrollment, "eve", "mentee", terms).rule == "acknowledge-for-yourself"
    )
    assert company.acknowledge(enrollment, "nobody", "mentee", terms).status == 403
    assert company.post(f"/programs/{program}/terms", TERMS, by=eve).status == 403
