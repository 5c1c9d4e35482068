"""One id for everything that a request causes: taken from the caller or made, and given back."""

import re
from uuid import UUID, uuid4

from flask import Flask, Response, current_app, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from shared.tracing import Tracer, Untraced

_TRACER = "mentoring.tracer"
_ASKED_ALL_THE_TIME = {"/livez", "/readyz", "/metrics"}

HEADER = "X-Correlation-ID"
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def correlation_id() -> UUID:
    found: UUID = g.correlation_id
    return found


def traceparent() -> str | None:
    """The W3C trace context of the request, or the caller's where requests are not traced."""
    found: str | None = g.span.traceparent
    return found


def install_correlation(app: Flask) -> None:
    app.extensions[_TRACER] = Untraced()
    app.before_request(_begin)
    app.after_request(_answer)


def trace_requests(app: Flask, tracer: Tracer) -> None:
    app.extensions[_TRACER] = tracer


def _begin() -> None:
    g.span = _tracer().request(request.method, _callers_trace())
    g.correlation_id = _given() or uuid4()
    clear_contextvars()
    bind_contextvars(correlation_id=str(g.correlation_id))


def _tracer() -> Tracer:
    if request.path in _ASKED_ALL_THE_TIME:
        return Untraced()
    found: Tracer = current_app.extensions[_TRACER]
    return found


def _given() -> UUID | None:
    if _UUID.fullmatch(value := request.headers.get(HEADER, "")):
        return UUID(value)
    if traced := _TRACEPARENT.fullmatch(traceparent() or ""):
        return UUID(hex=traced.group(1))
    return None


def _callers_trace() -> str | None:
    value = request.headers.get("traceparent", "")
    return value if _TRACEPARENT.fullmatch(value) else None


def _answer(response: Response) -> Response:
    response.headers[HEADER] = str(correlation_id())
    if trace := traceparent():
        response.headers["traceparent"] = trace
    route = request.url_rule.rule if request.url_rule else "none"
    g.span.end(route=route, status=response.status_code, correlation_id=str(correlation_id()))
    return response
