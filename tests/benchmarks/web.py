"""The web process of accountability alone, on a database that is given, and who asks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import requests

from deploy.local.addresses import Addresses
from deploy.local.infrastructure import Infrastructure
from deploy.local.keep import kept_port
from deploy.local.processes import ISSUER
from deploy.local.stack import Stack
from tests.support.speaking import speaker

_WEB = "accountability-web"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Keeps its connection, as browsers do."""

    url: str
    token: str
    session: requests.Session = field(default_factory=requests.Session)

    def milliseconds(self, path: str) -> float:
        began = perf_counter()
        answer = self.session.get(
            self.url + path, headers={"Authorization": f"Bearer {self.token}"}, timeout=30
        )
        took = perf_counter() - began
        answer.raise_for_status()
        return 1000 * took


@contextmanager
def readers(servers: Infrastructure, database_url: str, subject: str) -> Iterator[list[Reader]]:
    """Yield an administrator, and somebody who sees their own only."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        stack = Stack(folder=folder, servers=servers, addresses=_addresses(folder, database_url))
        stack.start(ISSUER)
        stack.start(_WEB)
        try:
            stack.wait_until_ready([ISSUER, _WEB])
            tokens = [
                speaker(stack, "an administrator", "administrator").token,
                speaker(stack, subject).token,
            ]
            yield [Reader(url=stack.url("accountability"), token=token) for token in tokens]
        finally:
            for process in stack.processes.values():
                process.stop()


def _addresses(folder: Path, database_url: str) -> Addresses:
    ports = {name: f"http://127.0.0.1:{kept_port(folder, name)}" for name in (ISSUER, _WEB)}
    return Addresses(
        postgres_admin_url="",
        databases={"accountability": database_url},
        kafka_bootstrap_servers="",
        services={"accountability": ports[_WEB]},
        issuer=ports[ISSUER],
    )
