"""One id for everything that a request causes: taken from the caller or made, and given back."""

import re
from uuid import UUID, uuid4

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

HEADER = "X-Correlation-ID"
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


def correlation_id() -> UUID:
    found: UUID = g.correlation_id
    return found


def traceparent() -> str | None:
    """The caller's W3C trace context, if it is well formed."""
    value = request.headers.get("traceparent", "")
    return value if _TRACEPARENT.fullmatch(value) else None


def install_correlation(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_answer)


def _begin() -> None:
    g.correlation_id = _given() or uuid4()
    clear_contextvars()
    bind_contextvars(correlation_id=str(g.correlation_id))


def _given() -> UUID | None:
    if _UUID.fullmatch(value := request.headers.get(HEADER, "")):
        return UUID(value)
    if traced := _TRACEPARENT.fullmatch(request.headers.get("traceparent", "")):
        return UUID(hex=traced.group(1))
    return None


def _answer(response: Response) -> Response:
    response.headers[HEADER] = str(correlation_id())
    if trace := traceparent():
        response.headers["traceparent"] = trace
    return response
