"""The same web application for every service: guarded, documented, measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from marshmallow import Schema, fields
from prometheus_client import CollectorRegistry

from shared.http.blueprint import Routes
from shared.http.correlation import install_correlation
from shared.http.documents import EventDocuments, document_routes
from shared.http.errors import install_error_handlers
from shared.http.guard import PUBLIC, Verify, access_of, install_guard, refuse_unguarded
from shared.http.health import Check, health_routes
from shared.http.idempotency import idempotency_key
from shared.http.json import ExactJSONProvider
from shared.http.measuring import install_measuring
from shared.http.preconditions import demand_if_match
from shared.http.problems import MEDIA_TYPE
from shared.http.tagged import document_tagged

_LARGEST_BODY = 4 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Web:
    """What a service gives to be served: its routes, and what stands around them."""

    name: str
    routes: Sequence[Routes]
    verify: Verify
    registry: CollectorRegistry
    ready: Mapping[str, Check] = field(default_factory=dict)
    events: EventDocuments = field(default_factory=EventDocuments)


class ProblemSchema(Schema):
    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String()
    correlation_id = fields.UUID()
    errors = fields.Dict()


class DocumentedApi(Api):  # type: ignore[misc] # flask-smorest is untyped
    """Documents every refusal as the problem document that it is."""

    def _register_responses(self) -> None:
        for name in (self.DEFAULT_ERROR_RESPONSE_NAME, HTTPStatus(422).name):
            response = {"description": "A problem document (RFC 9457)", "schema": ProblemSchema}
            prepare_response(response, self.spec, MEDIA_TYPE)
            self.spec.components.response(name, response, lazy=True)

    def _register_pagination_header(self) -> None:
        """Pages are told by cursors, not by this header."""

    DEFAULT_ERROR_RESPONSE_NAME = "PROBLEM"

    def _register_error_handlers(self) -> None:
        """The application has its own."""

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        self.ma_plugin.converter.add_attribute_function(document_tagged)


def create_app(web: Web) -> Flask:
    app = Flask(web.name, static_folder=None)
    app.json = ExactJSONProvider(app)
    app.config.update(MAX_CONTENT_LENGTH=_LARGEST_BODY, **_openapi(web.name))
    install_correlation(app)
    install_measuring(app, web.registry)
    install_guard(app, web.verify)
    app.before_request(_demand_headers)
    install_error_handlers(app)
    app.after_request(_finish)
    _register(app, web)
    refuse_unguarded(app)
    return app


def _openapi(name: str) -> dict[str, Any]:
    bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    return {
        "API_TITLE": f"Mentoring: {name}",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "API_SPEC_OPTIONS": {
            "components": {"securitySchemes": {"bearer": bearer}},
            "security": [{"bearer": []}],
        },
    }


def _register(app: Flask, web: Web) -> None:
    api = DocumentedApi(app)
    for routes in web.routes:
        api.register_blueprint(routes)
    app.register_blueprint(health_routes(web.ready, web.registry))
    app.register_blueprint(document_routes(api, web.events))
    _document_access(app, api)


def _document_access(app: Flask, api: Api) -> None:
    """Each operation says who may call it."""
    for rule in app.url_map.iter_rules():
        access = access_of(app.view_functions[rule.endpoint])
        path = api.spec._paths.get(_openapi_path(rule.rule))  # noqa: SLF001 - apispec has no reader
        for method in rule.methods or ():
            operation = (path or {}).get(method.lower())
            if operation is not None and access not in (None, PUBLIC):
                operation["description"] = access.describe()


def _openapi_path(rule: str) -> str:
    parts = (
        part.rpartition(":")[2].strip("<>") if "<" in part else part for part in rule.split("/")
    )
    return "/".join(
        f"{{{part}}}" if "<" in given else part
        for part, given in zip(parts, rule.split("/"), strict=True)
    )


def _demand_headers() -> None:
    """Before a body is read or anything is looked up: what makes a change repeatable and meant."""
    if (
        request.endpoint is None
        or access_of(current_app.view_functions[request.endpoint]) == PUBLIC
    ):
        return
    if request.method == "POST":
        idempotency_key()
    demand_if_match()


def _finish(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if not request.path.startswith("/docs"):
        response.headers.setdefault("Cache-Control", "no-store")
    if request.method in {"GET", "HEAD"} and response.status_code == 200:  # noqa: PLR2004
        response.make_conditional(request)
    return response
