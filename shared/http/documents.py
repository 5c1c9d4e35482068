"""/openapi.json with its viewer at /docs; the events at /asyncapi.json and /schemas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, send_from_directory
from flask_smorest import Api

from shared.events.event import encode
from shared.http.guard import public
from shared.http.problems import NotFoundProblem

_VIEWER = Path(str(files("flask_swagger_ui"))) / "dist"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
"""
_START = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true});\n'
# The viewer's own style sheet holds its icons as data.
_POLICY = {"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"}


@dataclass(frozen=True, kw_only=True)
class EventDocuments:
    """What a service says about its events; `schemas` by CloudEvents type."""

    asyncapi: Callable[[], Mapping[str, Any]] = dict
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def document_routes(api: Api, events: EventDocuments) -> Blueprint:
    routes = Blueprint("documents", __name__)
    _describe_api(routes, api)
    _describe_events(routes, events)
    return routes


def _describe_api(routes: Blueprint, api: Api) -> None:
    @routes.get("/openapi.json")
    @public
    def openapi() -> Any:
        return api.spec.to_dict()

    @routes.get("/docs")
    @public
    def viewer() -> Any:
        return Response(_PAGE.format(title=api.spec.title), mimetype="text/html", headers=_POLICY)

    @routes.get("/docs/start.js")
    @public
    def start() -> Any:
        return Response(_START, mimetype="text/javascript")

    @routes.get("/docs/<path:name>")
    @public
    def asset(name: str) -> Any:
        return send_from_directory(_VIEWER, name)


def _describe_events(routes: Blueprint, events: EventDocuments) -> None:
    @routes.get("/asyncapi.json")
    @public
    def asyncapi() -> Any:
        return Response(encode(events.asyncapi()), mimetype="application/json")

    @routes.get("/schemas/<event_type>")
    @public
    def schema(event_type: str) -> Any:
        if event_type not in events.schemas:
            raise NotFoundProblem("event type", event_type)
        return Response(encode(events.schemas[event_type]), mimetype="application/schema+json")
