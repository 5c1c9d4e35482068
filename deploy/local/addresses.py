"""Where everything is, once chosen: written down for people and programs in `addresses.json`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.databases import SERVICES, Database
from deploy.local.errors import StackError
from deploy.local.infrastructure import Infrastructure
from deploy.local.keep import kept_port, write_private

HOME = Path(__file__).parents[2] / ".local"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """`services` are to be opened; `databases` are as each service's own role sees them."""

    postgres_admin_url: str
    databases: Mapping[str, str]
    kafka_bootstrap_servers: str
    services: Mapping[str, str]
    issuer: str

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=2)


def choose_addresses(
    folder: Path, servers: Infrastructure, databases: Mapping[str, Database]
) -> Addresses:
    return Addresses(
        postgres_admin_url=servers.postgres_url,
        databases={name: each.url(servers.postgres_url) for name, each in databases.items()},
        kafka_bootstrap_servers=servers.kafka_bootstrap_servers,
        services={service: _local_url(folder, service) for service in SERVICES},
        issuer=_local_url(folder, "issuer"),
    )


def write_addresses(folder: Path, addresses: Addresses) -> None:
    write_private(_file(folder), addresses.as_json() + "\n")


def read_addresses(folder: Path = HOME) -> Addresses:
    if not _file(folder).exists():
        raise StackError("nothing was started here yet: `make run` starts it")
    return Addresses(**json.loads(_file(folder).read_text()))


def _file(folder: Path) -> Path:
    return folder / "addresses.json"


def _local_url(folder: Path, name: str) -> str:
    return f"http://127.0.0.1:{kept_port(folder, name)}"
