"""The registry of a process's metrics, and a port to show them where there is no web server."""

from collections.abc import Callable, Iterable
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    make_wsgi_app,
)
from prometheus_client.exposition import ThreadingWSGIServer


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: who asks how we are is no news."""


def new_registry() -> CollectorRegistry:
    """A registry with what every process tells about itself; hand it to what measures."""
    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


def serve_health(registry: CollectorRegistry, port: int | None, ready: Callable[[], bool]) -> None:
    """Show /metrics, /livez and /readyz on `port`, from a thread of its own, if there is one."""
    if port is None:
        return
    Gauge(
        "mentoring_process_ready",
        "Whether the process has done a step of its work within the last seconds.",
        registry=registry,
    ).set_function(ready)
    metrics: WSGIApplication = make_wsgi_app(registry)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/livez":
                return _answer(start_response, "200 OK", "alive")
            case "/readyz" if ready():
                return _answer(start_response, "200 OK", "ready")
            case "/readyz":
                return _answer(start_response, "503 Service Unavailable", "waiting")
            case _:
                return metrics(environ, start_response)

    server = make_server("", port, app, ThreadingWSGIServer, handler_class=_SilentHandler)
    Thread(target=server.serve_forever, daemon=True).start()


def _answer(start_response: StartResponse, status: str, word: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "application/json")])
    return [f'{{"status": "{word}"}}'.encode()]
