"""Which exception becomes which problem document. Nothing internal gets out."""

import logging

from flask import Flask, Response, request
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from structlog.contextvars import bind_contextvars
from werkzeug.exceptions import HTTPException

from shared.auth import InvalidTokenError, KeysUnreachableError
from shared.errors import DomainError, IdempotencyKeyReusedError, VersionConflictError
from shared.http.problems import Problem, document, from_http

log = logging.getLogger(__name__)


def install_error_handlers(app: Flask) -> None:
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> Response:
    problem = _problem(error)
    bind_contextvars(problem=problem.rule)
    return document(problem)


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case DomainError():
            return Problem(409, error.rule, str(error), errors=getattr(error, "errors", None))
        case IdempotencyKeyReusedError():
            return _key_reused()
        case VersionConflictError():
            return _stale() if "If-Match" in request.headers else _contended()
        case InvalidTokenError():
            return unauthorized(f"The token is not accepted: {error}.", error="invalid_token")
        case KeysUnreachableError():
            return _unavailable("keys-unreachable", "The token issuer's keys cannot be fetched.")
        case OperationalError() | PoolTimeout():
            log.warning("database unavailable", exc_info=error)
            return _unavailable("database-unavailable", "The database does not answer.")
        case HTTPException():
            return from_http(error)
        case _:
            log.error("request failed", exc_info=error)
            return Problem(500, "internal-error", "It is logged under this correlation id.")


def unauthorized(detail: str, *, error: str | None = None) -> Problem:
    challenge = 'Bearer realm="mentoring"' + (f', error="{error}"' if error else "")
    return Problem(401, "unauthorized", detail, headers={"WWW-Authenticate": challenge})


def _key_reused() -> Problem:
    return Problem(
        409,
        "idempotency-key-reused",
        "This Idempotency-Key was used before for another request; a new request takes a new one.",
    )


def _stale() -> Problem:
    return Problem(
        412,
        "stale-version",
        "If-Match names a version that is not the newest; read the resource again for its ETag.",
    )


def _contended() -> Problem:
    return Problem(
        409,
        "version-conflict",
        "Others keep changing the same thing at the same time; send the request again.",
        headers={"Retry-After": "1"},
    )


def _unavailable(rule: str, what: str) -> Problem:
    return Problem(503, rule, f"{what} Send the request again later.", headers={"Retry-After": "5"})
