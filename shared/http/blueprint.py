"""Routes that document themselves: their bodies, and the headers each method takes."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from shared.http.json import json_body
from shared.http.problems import Problem

V = TypeVar("V", bound=Callable[..., Any])

_IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "New for each request, the same when it is sent again: it is done only once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "description": "The ETag of the version that this change is meant for.",
    "schema": {"type": "string", "pattern": r'^(\*|(W/)?"[!#-~]*")$'},
}
_HEADERS: Mapping[str, list[dict[str, Any]]] = {
    "post": [_IDEMPOTENCY_KEY, {**_IF_MATCH, "required": False}],
    "put": [{**_IF_MATCH, "required": True}],
    "delete": [{**_IF_MATCH, "required": True}],
}


class Decorator(Protocol):
    """What a decorator of routes does to the type of a route: nothing."""

    def __call__(self, view: V, /) -> V: ...


class StrictParser(FlaskParser):
    """Bodies are JSON or refused, unknown query parameters too; errors are told by field."""

    def load_json(self, _request: Any, _schema: Any) -> Any:
        return json_body()

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> Any:
        raise Problem(
            422,
            "invalid-fields",
            "Fields are missing, unknown or malformed; `errors` says for each what is accepted.",
            errors=next(iter(error.messages_dict.values())),
        )


class Routes(Blueprint):  # type: ignore[misc] # flask-smorest is untyped
    """The routes of one kind of thing."""

    # Every schema says for itself what it does with unknown fields: it refuses them.
    ARGUMENTS_PARSER = StrictParser(unknown=None)

    def __init__(self, name: str, *, description: str = "") -> None:
        super().__init__(name, __name__, description=description)
        self._prepare_doc_cbks.append(_document_headers)

    def get(self, rule: str) -> Decorator:
        return self._typed(super().get(rule))

    def post(self, rule: str) -> Decorator:
        return self._typed(super().post(rule))

    def put(self, rule: str) -> Decorator:
        return self._typed(super().put(rule))

    def delete(self, rule: str) -> Decorator:
        return self._typed(super().delete(rule))

    def body(self, schema: type[Schema] | Schema) -> Decorator:
        """The route's JSON body, loaded, is its next positional argument."""
        return self._typed(super().arguments(schema))

    def query(self, schema: type[Schema] | Schema) -> Decorator:
        """The route's query parameters, loaded, are its next positional argument."""
        return self._typed(super().arguments(schema, location="query"))

    def answers(self, status: int, schema: type[Schema] | Schema) -> Decorator:
        """What the route answers when it does not refuse."""
        return self._typed(super().response(status, schema))

    @staticmethod
    def _typed(decorator: Any) -> Decorator:
        typed: Decorator = decorator
        return typed


def _document_headers(doc: Any, _doc_info: Any, *, method: str, **_: Any) -> Any:
    wanted = _HEADERS.get(method.lower(), [])
    return {**doc, "parameters": [*doc.get("parameters", []), *wanted]} if wanted else doc
