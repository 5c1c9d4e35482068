"""The order in which the system comes up; what does not need the other starts at the same time."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from deploy.local.addresses import Addresses, addresses_file, write_addresses
from deploy.local.databases import SERVICES, Database, ensure_databases, service_databases
from deploy.local.errors import AlreadyRunningError
from deploy.local.infrastructure import Given, Infrastructure, start_infrastructure
from deploy.local.keep import kept_port
from deploy.local.leftovers import end_leftovers
from deploy.local.processes import ISSUER, PIPES, WEB
from deploy.local.stack import Stack
from shared.migrations import SHARED, migrate
from shared.settings import KafkaSettings
from shared.topics import ensure_topics

SERVICES_FOLDER = Path(__file__).parents[2] / "services"


@contextmanager
def running_stack(
    folder: Path, given: Given, *, durable: bool = True, prefix: str = ""
) -> Iterator[Stack]:
    """Everything, ready to be used; on the way out nothing of it is left running."""
    with only_one(folder):
        end_leftovers(folder)
        servers = start_infrastructure(folder, given, durable=durable)
        databases = service_databases(folder, prefix=prefix)
        stack = Stack(
            folder=folder,
            servers=servers,
            addresses=choose_addresses(folder, servers, databases),
        )
        try:
            servers.wait_for_postgres()
            ensure_databases(servers.postgres_url, list(databases.values()))
            bring_up(stack)
            yield stack
        finally:
            stack.stop_all()


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


def bring_up(stack: Stack) -> None:
    write_addresses(stack.folder, stack.addresses)
    migrate_all(stack.addresses)
    for name in (ISSUER, *WEB):
        stack.start(name)
    stack.servers.wait_for_kafka()
    ensure_topics(_kafka_settings(stack.addresses))
    for name in PIPES:
        stack.start(name)
    stack.wait_until_ready()


def _local_url(folder: Path, name: str) -> str:
    return f"http://127.0.0.1:{kept_port(folder, name)}"


def _kafka_settings(addresses: Addresses) -> KafkaSettings:
    return KafkaSettings(
        bootstrap_servers=tuple(addresses.kafka_bootstrap_servers.split(",")),
        topic_prefix=os.environ.get("KAFKA_TOPIC_PREFIX", ""),
    )


def migrate_all(addresses: Addresses) -> None:
    """As each service's own `migrate` does, without three more interpreters to wait for."""
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda service: _migrate(service, addresses), SERVICES))


def _migrate(service: str, addresses: Addresses) -> None:
    migrate(addresses.databases[service], SHARED, SERVICES_FOLDER / service / "migrations")


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder, for as long as this process lives at most."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(
                f"it runs already: the addresses are in {addresses_file(folder)}"
            ) from None
        yield
