"""What a web process tells of its requests and commands: counted, timed, logged."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Generic, Literal, TypeAlias, TypeVar

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from structlog.contextvars import bind_contextvars

from shared.decider import Store
from shared.envelope import Answered, History, NewEvent, Recorded, Request, Said
from shared.errors import VersionConflictError
from shared.events.event import Event
from shared.http.guard import PUBLIC, access_of

log = logging.getLogger(__name__)

E = TypeVar("E", bound=Event)
Outcome: TypeAlias = Literal["recorded", "answered", "conflict"]

_COMMANDS = "mentoring.commands"
_OUTCOMES: Sequence[Outcome] = ("recorded", "answered", "conflict")


def install_measuring(app: Flask, registry: CollectorRegistry) -> None:
    seconds = Histogram(
        "mentoring_http_request_duration_seconds",
        "Requests by route and status.",
        ["method", "route", "status"],
        registry=registry,
    )
    app.extensions[_COMMANDS] = commands = Counter(
        "mentoring_commands",
        "Commands recorded, answered as before, and found in conflict with others.",
        ["outcome"],
        registry=registry,
    )
    for outcome in _OUTCOMES:
        commands.labels(outcome)

    def end(response: Response) -> Response:
        took = perf_counter() - g.began
        route = request.url_rule.rule if request.url_rule else "none"
        seconds.labels(request.method, route, str(response.status_code)).observe(took)
        _tell(route, response.status_code, took)
        return response

    app.before_request(_begin)
    app.after_request(end)


def note_outcome(outcome: Outcome) -> None:
    current_app.extensions[_COMMANDS].labels(outcome).inc()


@dataclass(frozen=True, kw_only=True)
class Counted(Generic[E]):
    """A store whose conflicts are counted, also those after which it is decided again."""

    store: Store[E]

    def read(self, stream: str) -> History[E]:
        return self.store.read(stream)

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent[E]],
        *,
        expected_version: int,
        said: Said,
        request: Request | None = None,
    ) -> Sequence[Recorded[E]] | Answered:
        try:
            return self.store.append(
                stream, events, expected_version=expected_version, said=said, request=request
            )
        except VersionConflictError:
            note_outcome("conflict")
            raise

    def answered(self, request_key: str, digest: str) -> Answered | None:
        return self.store.answered(request_key, digest)


def name_recorded(stream: str, recorded: Sequence[Recorded[E]]) -> None:
    """Have the request's line in the log name what came of it."""
    bind_contextvars(stream=stream, event_ids=[each.id for each in recorded])


def _begin() -> None:
    g.began = perf_counter()


def _tell(route: str, status: int, took: float) -> None:
    public = request.endpoint and access_of(current_app.view_functions[request.endpoint]) == PUBLIC
    if public or request.endpoint is None:
        return
    level = logging.DEBUG if request.method in {"GET", "HEAD"} else logging.INFO
    what = {"method": request.method, "route": route, "status": status}
    log.log(level, "request", extra={**what, "seconds": round(took, 4)})
