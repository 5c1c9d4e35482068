"""Serve an application with gunicorn: one worker process of many threads.

One worker, because then metrics, the connection pool and the issuer's keys are simply there once; a
service that needs more is given more replicas.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from prometheus_client import CollectorRegistry
from psycopg import OperationalError

from shared.auth import token_verifier
from shared.clock import Clock, now
from shared.database import Pool, connect, connect_pool
from shared.home import require_home, strayed_ends
from shared.http.correlation import trace_requests
from shared.http.guard import Verify
from shared.logging import configure_logging
from shared.metrics import new_registry
from shared.settings import (
    WebSettings,
    auth_settings,
    database_settings,
    log_settings,
    web_settings,
)
from shared.tracing import start_tracing


class PlainLogger(Logger):
    """Leaves the server's messages to the process's own logging."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class _Server(BaseApplication):
    def __init__(self, make_app: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._make_app = make_app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._make_app()


def serve(make_app: Callable[[], Flask], settings: WebSettings) -> None:
    """Serve until SIGTERM or SIGINT. `make_app` runs after the fork: pools are opened there."""
    options = {
        "bind": f"{settings.host}:{settings.port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": settings.threads,
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 5,
        "control_socket_disable": True,
        "logger_class": PlainLogger,
    }
    _Server(make_app, options).run()


MakeApp: TypeAlias = Callable[[Pool, Verify, Clock, CollectorRegistry], Flask]


def run_web(service: str, make_app: MakeApp) -> None:
    """The web process of a service: set up by the environment, served until it is stopped."""
    configure_logging(log_settings(), service=service, process="web")
    web, database, auth = web_settings(), database_settings(), auth_settings()
    # Of a database that does not answer, /readyz tells.
    with strayed_ends(), suppress(OperationalError), connect(database.url) as connection:
        require_home(connection)

    def make() -> Flask:
        pool = connect_pool(database.url, size=web.threads)
        app = make_app(pool, token_verifier(auth), now, new_registry())
        trace_requests(app, start_tracing(service, "web"))
        return app

    serve(make, web)
