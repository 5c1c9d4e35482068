"""Every refusal is a problem document (RFC 9457): which rule, and what would be accepted."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from shared.events.event import encode
from shared.http.correlation import correlation_id

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - the standard's own word
    """A refusal that belongs to HTTP: `rule` is its stable name, `detail` what is accepted."""

    def __init__(
        self,
        status: int,
        rule: str,
        detail: str,
        *,
        errors: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.rule = rule
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}


class NotFoundProblem(Problem):
    def __init__(self, what: str, name: object) -> None:
        super().__init__(404, "not-found", f"There is no {what} {name}.")


def document(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "type": f"/problems/{problem.rule}",
        "title": problem.rule.replace("-", " ").capitalize(),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
        "correlation_id": correlation_id(),
    }
    if problem.errors:
        body["errors"] = problem.errors
    return Response(
        encode(body), status=problem.status, headers=dict(problem.headers), mimetype=MEDIA_TYPE
    )


def from_http(error: HTTPException) -> Problem:
    """What the framework refuses by itself: no such address, not this method, too large."""
    status = error.code or 500
    kept = ("Allow", "Retry-After")
    headers = {name: value for name, value in error.get_headers(request.environ) if name in kept}
    rule = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return Problem(status, rule, _detail(error, status), headers=headers)


def _detail(error: HTTPException, status: int) -> str:
    match error:
        case NotFound():
            return "There is nothing at this address; /openapi.json lists what there is."
        case MethodNotAllowed():
            return f"This address takes {', '.join(sorted(error.valid_methods or ()))}."
        case _:
            return error.description or HTTPStatus(status).phrase
