"""A service of no domain: what every service gets from `shared.http`."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from marshmallow import fields
from prometheus_client import CollectorRegistry
from psycopg import OperationalError

from shared.auth import InvalidTokenError, KeysUnreachableError, Principal
from shared.errors import DomainError, VersionConflictError
from shared.http.agreement import ContingencyBody
from shared.http.app import Web, create_app
from shared.http.blueprint import Routes
from shared.http.fields import CommandBody, Day, Factor, Flag, Id, LocalTime, Text, TimeZone, Whole
from shared.http.guard import allow
from shared.http.idempotency import idempotency_key, request_digest
from shared.http.preconditions import etag, if_match


class TooLateError(DomainError):
    rule = "too-late"


class ThingBody(CommandBody):
    number = Whole(least=1, most=10)
    factor = Factor()
    flag = Flag()
    thing_id = Id()
    day = Day()
    at = LocalTime()
    zone = TimeZone()
    text = Text(most=10)
    contingencies = fields.List(fields.Nested(ContingencyBody))


FAILURES: dict[str, Exception] = {
    "domain": TooLateError("Say it before noon."),
    "conflict": VersionConflictError(),
    "database": OperationalError("secret address"),
    "bug": ZeroDivisionError("secret detail"),
}


def thing_routes() -> Routes:
    routes = Routes("things")

    @routes.post("/things")
    @allow("administrator", scope="things:write")
    @routes.body(ThingBody)
    def make_thing(body: dict[str, Any]) -> Any:
        return {"got": body, "key": idempotency_key(), "digest": request_digest()}, 201, etag(1)

    @routes.put("/things/<uuid:thing_id>")
    @allow("administrator", scope="things:write")
    @routes.body(ThingBody)
    def change_thing(body: dict[str, Any], thing_id: UUID) -> Any:
        return {"got": body, "thing_id": thing_id, "if_match": if_match()}

    @routes.get("/things/<uuid:thing_id>")
    @allow("administrator", "participant", scope="things:read")
    def get_thing(thing_id: UUID) -> Any:
        return {"thing_id": thing_id}, 200, etag(3)

    @routes.get("/failures/<name>")
    @allow("administrator", scope="things:read")
    def fail(name: str) -> Any:
        raise FAILURES[name]

    return routes


def verify(token: str) -> Principal:
    """A token is `<role>` or `<role>:<scope>`."""
    if token == "unreachable":  # noqa: S105
        raise KeysUnreachableError
    role, _, scope = token.partition("/")
    if role not in {"administrator", "participant", "integration"}:
        raise InvalidTokenError("unknown key")
    return Principal(subject="somebody", roles=frozenset({role}), scopes=frozenset({scope}))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    web = Web(name="things", routes=[thing_routes()], verify=verify, registry=CollectorRegistry())
    return create_app(web).test_client()
