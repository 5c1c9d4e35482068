"""Brings a world up, and leaves nothing of it behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.broker import prepare_kafka, start_kafka, wait_for_kafka
from deploy.local.databases import ensure_databases, service_databases
from deploy.local.errors import NotReadyError
from deploy.local.infrastructure import Infrastructure
from deploy.local.postgres import prepare_postgres, start_postgres, wait_for_postgres
from deploy.local.processes import ISSUER, PIPES, WEB
from deploy.local.starting import choose_addresses, migrate_all
from shared.topics import ensure_topics
from tests.chaos.disk import disk
from tests.chaos.watching import watch
from tests.chaos.wire import carried
from tests.chaos.wiring import listeners, wires_of
from tests.chaos.world import World
from tests.support.eventually import eventually

_PATIENCE = 120


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Everything, ready; on the way out nothing of it is left."""
    folder.chmod(0o711)
    with disk(folder / "disk") as own_disk:
        cluster = prepare_postgres(own_disk.folder, durable=True)
        broker = prepare_kafka(own_disk.folder)
        databases = service_databases(folder)
        servers = Infrastructure(
            postgres_url=cluster.admin_url,
            kafka_bootstrap_servers=broker.bootstrap_servers,
            postgres=None,
            kafka=None,
        )
        addresses = choose_addresses(folder, servers, databases)
        wires = wires_of(folder, cluster.port, addresses)
        listeners(broker, wires)
        it = World(
            folder=folder,
            disk=own_disk,
            cluster=cluster,
            broker=broker,
            addresses=addresses,
            wires=wires,
            postgres=start_postgres(cluster, folder),
            kafka=start_kafka(broker, folder),
        )
        try:
            wait_for_postgres(cluster.admin_url, it.postgres)
            ensure_databases(cluster.admin_url, list(databases.values()))
            with carried(wires.all()):
                _bring_up(it)
                yield it
        finally:
            _end(it)


def _bring_up(it: World) -> None:
    migrate_all(it.addresses)
    for url in it.addresses.databases.values():
        watch(url)
    wait_for_kafka(it.broker.bootstrap_servers, it.kafka)
    ensure_topics(it.kafka_settings)
    for name in (ISSUER, *WEB, *PIPES):
        it.start(name)
    eventually(lambda: _ready(it), _PATIENCE)


def _ready(it: World) -> bool:
    """With many at work on one machine, a port may be somebody else's for a moment."""
    it.revive()
    try:
        it.stack.wait_until_ready()
    except NotReadyError:
        return False
    return True


def _end(it: World) -> None:
    for name in list(it.stopped):
        it.go_on(name)
    for child in (*it.processes.values(), it.kafka):
        child.kill()
    it.postgres.stop()
