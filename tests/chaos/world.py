"""Every process and both servers, each of which can be killed, stopped, doubled, and cut off."""

import os
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.local.addresses import Addresses
from deploy.local.broker import Broker, start_kafka, wait_for_kafka
from deploy.local.child import Child, Program, start
from deploy.local.databases import SERVICES
from deploy.local.errors import NotReadyError
from deploy.local.infrastructure import Infrastructure
from deploy.local.keep import kept_port
from deploy.local.postgres import Cluster, start_postgres, wait_for_postgres
from deploy.local.processes import ISSUER, PIPES, WEB, issuer, pipe, web
from deploy.local.stack import Stack
from shared.settings import KafkaSettings
from tests.chaos.disk import Disk
from tests.chaos.wiring import Wires
from tests.support.eventually import eventually

_TWIN = "~2"
_PATIENCE = 90


@dataclass(kw_only=True, eq=False)
class World:
    """`counts` are what was done to it. All is started and killed from the main thread."""

    folder: Path
    disk: Disk
    cluster: Cluster
    broker: Broker
    addresses: Addresses
    wires: Wires
    postgres: Child
    kafka: Child
    processes: dict[str, Child] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def kafka_settings(self) -> KafkaSettings:
        return KafkaSettings(bootstrap_servers=(self.broker.bootstrap_servers,))

    @property
    def stack(self) -> Stack:
        """As its clients see it: through wires of their own."""
        servers = Infrastructure(
            postgres_url=self.cluster.admin_url,
            kafka_bootstrap_servers=self.broker.bootstrap_servers,
            postgres=self.postgres,
            kafka=self.kafka,
        )
        services = {
            service: f"http://127.0.0.1:{self.wires.clients[service].port}" for service in SERVICES
        }
        return Stack(
            folder=self.folder,
            servers=servers,
            addresses=replace(self.addresses, services=services),
            processes=self.processes,
        )

    def start(self, name: str) -> None:
        self.processes[name] = start(self._program(name), self.folder)

    def kill(self, name: str) -> None:
        self.counts[f"kill -9 {name.removesuffix(_TWIN)}"] += 1
        self.processes[name].kill()

    def double(self, name: str) -> str:
        """Start a second one of the same kind."""
        self.counts[f"second {name}"] += 1
        self.start(f"{name}{_TWIN}")
        return f"{name}{_TWIN}"

    def end(self, name: str) -> None:
        self.processes.pop(name).stop()

    def stop(self, name: str) -> None:
        """SIGSTOP: it does not know that time passes."""
        self.counts[f"SIGSTOP {name}"] += 1
        self.stopped.add(name)
        os.killpg(self.processes[name].process.pid, signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        self.stopped.discard(name)
        with suppress(ProcessLookupError):
            os.killpg(self.processes[name].process.pid, signal.SIGCONT)

    def kill_postgres(self, how: signal.Signals = signal.SIGKILL) -> None:
        self.counts[f"PostgreSQL {how.name}"] += 1
        os.kill(self.postgres.process.pid, how)
        self.postgres.process.wait()

    def kill_kafka(self) -> None:
        self.counts["kill -9 kafka"] += 1
        self.kafka.kill()

    def revive(self) -> None:
        """What a supervisor does: whatever has ended is started again."""
        if self.postgres.exit_code() is not None:
            self._revive_postgres()
        if self.kafka.exit_code() is not None:
            self.kafka = start_kafka(self.broker, self.folder)
        for name, child in list(self.processes.items()):
            if child.exit_code() is not None:
                self.counts["processes started again"] += 1
                self.start(name)

    def heal(self) -> None:
        """End every fault that lasts."""
        if self.disk.mounted:
            self.disk.clear()
        for wire in self.wires.all():
            wire.heal()
        for name in list(self.stopped):
            self.go_on(name)
        for name in [name for name in self.processes if name.endswith(_TWIN)]:
            self.end(name)
        self.revive()
        wait_for_kafka(self.broker.bootstrap_servers, None)

    def _revive_postgres(self) -> None:
        def answers() -> bool:
            # Until the last of its dead parent's children is gone, a new one refuses to start.
            self.postgres = start_postgres(self.cluster, self.folder)
            try:
                wait_for_postgres(self.cluster.admin_url, self.postgres)
            except NotReadyError:
                return False
            return True

        eventually(answers, _PATIENCE)

    def _program(self, name: str) -> Program:
        kind = name.removesuffix(_TWIN)
        program = replace(self._of_kind(kind), name=name)
        more: dict[str, str] = {}
        if kind in PIPES:
            more["METRICS_PORT"] = str(kept_port(self.folder, name))
            more["KAFKA_BOOTSTRAP_SERVERS"] = self._broker_of(name)
        if kind in self.wires.databases:
            url = program.environment["DATABASE_URL"]
            port = self.wires.databases[kind].port
            more["DATABASE_URL"] = url.replace(f":{self.cluster.port}/", f":{port}/")
        return replace(program, environment={**program.environment, **more})

    def _broker_of(self, name: str) -> str:
        """A second one has no wire, so that the first can be held up alone."""
        if name.endswith(_TWIN):
            return self.broker.bootstrap_servers
        kafka = self.wires.relays if name.endswith("relay") else self.wires.consumers
        return f"127.0.0.1:{kafka.port}"

    def _of_kind(self, kind: str) -> Program:
        if kind == ISSUER:
            return issuer(self.addresses, self.folder)
        if kind in WEB:
            return web(kind, self.addresses)
        return pipe(kind, self.addresses, self.folder)
