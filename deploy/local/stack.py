"""The whole system on one machine: its servers, and its processes one by one."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import requests

from deploy.local.addresses import Addresses, addresses_file
from deploy.local.child import Child, Program, start
from deploy.local.errors import NotReadyError
from deploy.local.infrastructure import Infrastructure
from deploy.local.processes import ISSUER, PIPES, WEB, issuer, pipe, ready_url, web

READY_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Stack:
    """What runs; `processes` holds the newest start of each process, by its name."""

    folder: Path
    servers: Infrastructure
    addresses: Addresses
    processes: dict[str, Child] = field(default_factory=dict)

    @property
    def addresses_file(self) -> Path:
        return addresses_file(self.folder)

    @property
    def kafka_bootstrap(self) -> str:
        return self.addresses.kafka_bootstrap_servers

    def url(self, service: str) -> str:
        return self.addresses.services[service]

    def database_url(self, service: str) -> str:
        return self.addresses.databases[service]

    def start(self, name: str) -> None:
        self.processes[name] = start(self._program(name), self.folder)

    def stop(self, name: str) -> None:
        self.processes[name].stop()

    def kill(self, name: str) -> None:
        """As kill -9 does: nothing of it can clean up."""
        self.processes[name].kill()

    def restart(self, name: str) -> None:
        self.stop(name)
        self.start(name)
        self.wait_until_ready([name])

    def wait_until_ready(self, names: Iterable[str] = (ISSUER, *WEB, *PIPES)) -> None:
        deadline = time.monotonic() + READY_SECONDS
        for name in names:
            self._wait_until_ready(name, deadline)

    def ended(self) -> Child | None:
        """One that ended by itself."""
        running = [*self.servers.children, *self.processes.values()]
        return next((child for child in running if child.exit_code() is not None), None)

    def stop_all(self) -> None:
        stop_together(self.processes.values())
        stop_together(self.servers.children)

    def _program(self, name: str) -> Program:
        if name == ISSUER:
            return issuer(self.addresses, self.folder)
        if name in WEB:
            return web(name, self.addresses)
        return pipe(name, self.addresses, self.folder)

    def _wait_until_ready(self, name: str, deadline: float) -> None:
        child, url = self.processes[name], ready_url(name, self.addresses)
        child.require_alive()
        while url is not None and not _answers(url):
            child.require_alive()
            if time.monotonic() > deadline:
                raise NotReadyError(f"{name} is not ready, see {child.log}")
            time.sleep(0.05)


def stop_together(children: Iterable[Child]) -> None:
    everyone = list(children)
    for child in everyone:
        child.ask_to_stop()
    for child in everyone:
        child.stop()


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False
