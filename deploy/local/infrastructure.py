"""PostgreSQL and Kafka: an address that is given is used, else a server is started here."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local.broker import Broker, prepare_kafka, start_kafka, wait_for_kafka
from deploy.local.child import Child
from deploy.local.postgres import Cluster, prepare_postgres, start_postgres, wait_for_postgres


@dataclass(frozen=True, kw_only=True)
class Given:
    """Servers that run already."""

    postgres_url: str | None = None
    kafka_bootstrap_servers: str | None = None


@dataclass(frozen=True, kw_only=True)
class Infrastructure:
    """Where the two servers are, and those of them that were started here."""

    postgres_url: str
    kafka_bootstrap_servers: str
    postgres: Child | None
    kafka: Child | None

    @property
    def children(self) -> Sequence[Child]:
        return [child for child in (self.kafka, self.postgres) if child is not None]

    def wait_for_postgres(self) -> None:
        wait_for_postgres(self.postgres_url, self.postgres)

    def wait_for_kafka(self) -> None:
        wait_for_kafka(self.kafka_bootstrap_servers, self.kafka)


def given_by_environment() -> Given:
    return Given(
        postgres_url=os.environ.get("POSTGRES_ADMIN_URL"),
        kafka_bootstrap_servers=os.environ.get("KAFKA_BOOTSTRAP_SERVERS"),
    )


def start_infrastructure(folder: Path, given: Given, *, durable: bool = True) -> Infrastructure:
    """Start what is not given, without waiting; call from the main thread (see `child.start`)."""
    with ThreadPoolExecutor() as threads:
        cluster = threads.submit(_given_or_own_cluster, folder, given, durable=durable)
        broker = threads.submit(_given_or_own_broker, folder, given)
    return _start(cluster.result(), broker.result(), folder)


def _given_or_own_cluster(folder: Path, given: Given, *, durable: bool) -> str | Cluster:
    return given.postgres_url or prepare_postgres(folder, durable=durable)


def _given_or_own_broker(folder: Path, given: Given) -> str | Broker:
    return given.kafka_bootstrap_servers or prepare_kafka(folder)


def _start(cluster: str | Cluster, broker: str | Broker, folder: Path) -> Infrastructure:
    return Infrastructure(
        postgres_url=cluster.admin_url if isinstance(cluster, Cluster) else cluster,
        kafka_bootstrap_servers=broker.bootstrap_servers if isinstance(broker, Broker) else broker,
        postgres=start_postgres(cluster, folder) if isinstance(cluster, Cluster) else None,
        kafka=start_kafka(broker, folder) if isinstance(broker, Broker) else None,
    )
