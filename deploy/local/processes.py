"""Every process of the system: how it is started, and what its environment tells it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.addresses import Addresses
from deploy.local.child import Program
from deploy.local.databases import SERVICES
from deploy.local.keep import kept_port

AUDIENCE = "mentoring"
ISSUER = "issuer"
WEB = tuple(f"{service}-web" for service in SERVICES)
PIPES = (
    "enrollment-relay",
    "partnerships-relay",
    "partnerships-consumer",
    "accountability-relay",
    "accountability-consumer",
)


def issuer(addresses: Addresses, folder: Path) -> Program:
    return Program(
        name=ISSUER,
        command=_module("deploy.issuer"),
        environment={
            **_said_to_all(addresses),
            "PORT": _port(addresses.issuer),
            "ISSUER_STATE_FOLDER": str(folder / "issuer"),
        },
    )


def web(name: str, addresses: Addresses) -> Program:
    """A process that answers on the address of its service."""
    return _process(name, addresses, {"PORT": _port(addresses.services[_service(name)])})


def pipe(name: str, addresses: Addresses, folder: Path) -> Program:
    """A process without HTTP of its own; it shows its metrics on a port of its own."""
    return _process(name, addresses, {"METRICS_PORT": str(kept_port(folder, name))})


def ready_url(name: str, addresses: Addresses) -> str | None:
    """What answers as soon as the process can be used, for those that one can ask."""
    if name == ISSUER:
        return f"{addresses.issuer}/livez"
    return f"{addresses.services[_service(name)]}/readyz" if name in WEB else None


def _process(name: str, addresses: Addresses, more: Mapping[str, str]) -> Program:
    service, _, process = name.partition("-")
    return Program(
        name=name,
        command=_module(f"services.{service}", process),
        environment={
            **_said_to_all(addresses),
            "DATABASE_URL": addresses.databases[service],
            **more,
        },
    )


def _said_to_all(addresses: Addresses) -> Mapping[str, str]:
    return {
        "HOST": "127.0.0.1",
        "KAFKA_BOOTSTRAP_SERVERS": addresses.kafka_bootstrap_servers,
        "JWT_ISSUER": addresses.issuer,
        "JWT_AUDIENCE": AUDIENCE,
        "JWKS_URL": f"{addresses.issuer}/jwks",
        "MENTORING_ENVIRONMENT": "development",
    }


def _module(*words: str) -> Sequence[str]:
    return [sys.executable, "-m", *words]


def _service(name: str) -> str:
    return name.partition("-")[0]


def _port(url: str) -> str:
    return str(urlsplit(url).port)
