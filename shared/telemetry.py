"""Traces by OpenTelemetry, sent by OTLP over HTTP. Loaded by shared/tracing.py, when wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.clock import now
from shared.heard import Heard

_W3C = TraceContextTextMapPropagator()
_SAMPLED = 0x01
_SERVER_ERROR = 500


@dataclass(frozen=True, kw_only=True)
class RequestSpan:
    span: Span
    method: str

    @property
    def traceparent(self) -> str | None:
        carrier: dict[str, str] = {}
        _W3C.inject(carrier, set_span_in_context(self.span))
        return carrier.get("traceparent")

    def end(self, *, route: str, status: int, correlation_id: str) -> None:
        self.span.update_name(f"{self.method} {route}")
        self.span.set_attributes(
            {
                "http.request.method": self.method,
                "http.route": route,
                "http.response.status_code": status,
                "mentoring.correlation_id": correlation_id,
            }
        )
        if status >= _SERVER_ERROR:
            self.span.set_status(StatusCode.ERROR)
        self.span.end()


@dataclass(frozen=True, kw_only=True)
class Telemetry:
    tracer: Tracer

    def request(self, method: str, traceparent: str | None) -> RequestSpan:
        parent = _context(traceparent) if traceparent else Context()
        span = self.tracer.start_span(method, parent, SpanKind.SERVER)
        return RequestSpan(span=span, method=method)

    def took_in(self, facts: Sequence[Heard], seconds: float) -> None:
        """Make one span for each fact of a sampled trace, as long as their batch took."""
        ended = now()
        for fact in facts:
            if fact.traceparent and int(fact.traceparent[-2:], 16) & _SAMPLED:
                self._took_in(fact, fact.traceparent, ended - timedelta(seconds=seconds), ended)

    def _took_in(self, fact: Heard, traceparent: str, began: datetime, ended: datetime) -> None:
        attributes = {
            "messaging.system": "kafka",
            "messaging.destination.name": fact.topic,
            "messaging.message.id": str(fact.id),
            "mentoring.stream": fact.stream,
            "mentoring.correlation_id": str(fact.correlation_id),
        }
        span = self.tracer.start_span(
            f"take in {fact.type}",
            _context(traceparent),
            SpanKind.CONSUMER,
            attributes,
            start_time=_nanoseconds(began),
        )
        span.end(_nanoseconds(ended))


def start(service: str, process: str) -> Telemetry:
    """Send spans from a thread of its own, as the variables of OpenTelemetry say."""
    resource = Resource.create(
        {"service.namespace": "mentoring", "service.name": f"{service}-{process}"}
    )
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Telemetry(tracer=provider.get_tracer("mentoring"))


def _context(traceparent: str) -> Context:
    return _W3C.extract({"traceparent": traceparent})


def _nanoseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1e9)
