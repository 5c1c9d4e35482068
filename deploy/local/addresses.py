"""Where everything is, once chosen: written down for people and programs in `addresses.json`."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.errors import StackError
from deploy.local.keep import write_private

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

    def as_shell(self) -> str:
        """Give a line for each service, such as `export ENROLLMENT=http://127.0.0.1:8001`."""
        return "\n".join(f"export {name.upper()}={url}" for name, url in self.services.items())


def addresses_file(folder: Path) -> Path:
    return folder / "addresses.json"


def write_addresses(folder: Path, addresses: Addresses) -> None:
    write_private(addresses_file(folder), addresses.as_json() + "\n")


def read_addresses() -> Addresses:
    """What runs: as MENTORING_ADDRESSES says, a file like ours, or else what `make run` started."""
    file = Path(os.environ.get("MENTORING_ADDRESSES") or addresses_file(HOME))
    if not file.exists():
        raise StackError(f"there is no {file}: `make run` writes it")
    return Addresses(**json.loads(file.read_text()))
