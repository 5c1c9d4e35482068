"""The registry of a process's metrics, and a port to show them where there is no web server."""

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)


def new_registry() -> CollectorRegistry:
    """A registry with what every process tells about itself; hand it to what measures."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


def serve_metrics(registry: CollectorRegistry, port: int | None) -> None:
    """Show the metrics on `port`, from a thread of its own; nothing if there is no port."""
    if port is not None:
        start_http_server(port, registry=registry)
