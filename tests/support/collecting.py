"""A collector of traces, as OpenTelemetry's is spoken to: OTLP over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True, kw_only=True)
class Collected:
    """One span."""

    process: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str


@dataclass(frozen=True, kw_only=True)
class Collector:
    port: int
    spans: list[Collected] = field(default_factory=list)

    def of(self, trace_id: str) -> dict[str, Collected]:
        """The spans of one trace, by their process."""
        return {span.process: span for span in self.spans if span.trace_id == trace_id}


@contextmanager
def collecting() -> Iterator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            collector.spans.extend(read(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Who sends is no news."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collector = Collector(port=server.server_port)
        Thread(target=server.serve_forever, daemon=True).start()
        yield collector
        server.shutdown()


def read(body: bytes) -> Iterator[Collected]:
    for told in ExportTraceServiceRequest.FromString(body).resource_spans:
        attributes = {each.key: each.value.string_value for each in told.resource.attributes}
        for scope in told.scope_spans:
            for span in scope.spans:
                yield Collected(
                    process=attributes["service.name"],
                    name=span.name,
                    trace_id=span.trace_id.hex(),
                    span_id=span.span_id.hex(),
                    parent_id=span.parent_span_id.hex(),
                )
