"""/livez: the process runs. /readyz: what it needs answers. /metrics: for Prometheus."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from shared.database import Pool
from shared.http.guard import public

log = logging.getLogger(__name__)

Check = Callable[[], None]


def health_routes(ready: Mapping[str, Check], registry: CollectorRegistry) -> Blueprint:
    routes = Blueprint("health", __name__)

    @routes.get("/livez")
    @public
    def livez() -> Any:
        return {"status": "alive"}

    @routes.get("/readyz")
    @public
    def readyz() -> Any:
        failing = [name for name, check in ready.items() if not _passes(name, check)]
        return {"status": "waiting", "for": failing} if failing else {"status": "ready"}, (
            503 if failing else 200
        )

    @routes.get("/metrics")
    @public
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return routes


def database_answers(pool: Pool) -> Check:
    def check() -> None:
        with pool.connection(timeout=2) as connection:
            connection.execute("SELECT 1")

    return check


def _passes(name: str, check: Check) -> bool:
    try:
        check()
    except Exception as failure:  # noqa: BLE001 - whatever it is, we are not ready
        log.warning("not ready", extra={"check": name, "failure": repr(failure)})
        return False
    return True
