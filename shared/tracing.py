"""Traces of requests and of what is heard, for whoever wants them: OTEL_EXPORTER_OTLP_ENDPOINT."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from shared.heard import Heard
from shared.settings import traces_wanted


class Span(Protocol):
    """A request while it is answered. `traceparent` goes with all that it causes."""

    @property
    def traceparent(self) -> str | None: ...

    def end(self, *, route: str, status: int, correlation_id: str) -> None: ...


class Tracer(Protocol):
    def request(self, method: str, traceparent: str | None) -> Span: ...

    def took_in(self, facts: Sequence[Heard], seconds: float) -> None:
        """Tell of facts that were just taken in, together, in so many seconds."""


@dataclass(frozen=True, kw_only=True)
class PassedOn:
    """The caller's own, as it came."""

    traceparent: str | None

    def end(self, *, route: str, status: int, correlation_id: str) -> None:
        """Nobody is told."""


class Untraced:
    def request(self, method: str, traceparent: str | None) -> Span:  # noqa: ARG002
        return PassedOn(traceparent=traceparent)

    def took_in(self, facts: Sequence[Heard], seconds: float) -> None:
        """Nobody is told."""


def start_tracing(service: str, process: str) -> Tracer:
    """Start, in the process itself and after its fork. Nothing is loaded if nobody wants it."""
    if not traces_wanted():
        return Untraced()
    try:
        telemetry: Any = import_module("shared.telemetry")
    except ModuleNotFoundError as missing:
        raise SystemExit(
            f"OTEL_EXPORTER_OTLP_ENDPOINT is set, and {missing.name} is not installed: "
            "install the extra `tracing`, or unset it"
        ) from missing
    tracer: Tracer = telemetry.start(service, process)
    return tracer
