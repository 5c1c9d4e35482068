"""Which wires there are: for every process to its database, for the pipes to Kafka, for clients."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.addresses import Addresses
from deploy.local.broker import Broker
from deploy.local.databases import SERVICES
from deploy.local.keep import kept_port
from deploy.local.processes import PIPES, WEB
from tests.chaos.wire import Wire

# A broker tells its clients where to go on, so each wire to it needs a listener of its own.
_LISTENERS = "RELAYS", "CONSUMERS"


@dataclass(frozen=True, kw_only=True)
class Wires:
    """`databases` by process, `clients` by service; `writers` to the databases, for the test."""

    databases: Mapping[str, Wire]
    clients: Mapping[str, Wire]
    relays: Wire
    consumers: Wire
    writers: Wire

    def all(self) -> list[Wire]:
        kafka = [self.relays, self.consumers]
        return [*self.databases.values(), *self.clients.values(), *kafka, self.writers]


def wires_of(folder: Path, postgres_port: int, addresses: Addresses) -> Wires:
    def wire(name: str, target: int) -> Wire:
        return Wire(name=name, port=kept_port(folder, f"wire-{name}"), target=target)

    def to_kafka(name: str) -> Wire:
        return wire(name, kept_port(folder, f"kafka-{name}"))

    return Wires(
        databases={name: wire(f"{name}-database", postgres_port) for name in (*WEB, *PIPES)},
        clients={
            service: wire(
                f"clients-{service}", int(urlsplit(addresses.services[service]).port or 0)
            )
            for service in SERVICES
        },
        relays=to_kafka("relays"),
        consumers=to_kafka("consumers"),
        writers=wire("writers", postgres_port),
    )


def listeners(broker: Broker, wires: Wires) -> None:
    """Give each wire a listener, which sends its clients back to the wire."""
    own = dict(zip(_LISTENERS, (wires.relays, wires.consumers), strict=True))
    added = {
        "listeners=": [f"{name}://127.0.0.1:{wire.target}" for name, wire in own.items()],
        "advertised.listeners=": [f"{name}://127.0.0.1:{wire.port}" for name, wire in own.items()],
        "listener.security.protocol.map=": [f"{name}:PLAINTEXT" for name in own],
    }
    lines = broker.properties.read_text().splitlines()
    for start, more in added.items():
        lines = [",".join([line, *more]) if line.startswith(start) else line for line in lines]
    broker.properties.write_text("\n".join(lines) + "\n")
