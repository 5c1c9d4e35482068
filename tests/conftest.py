"""The real PostgreSQL and the real Kafka, started by the code that `make run` uses."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from deploy.local.databases import drop_databases, service_databases
from deploy.local.infrastructure import (
    Given,
    Infrastructure,
    given_by_environment,
    start_infrastructure,
)
from deploy.local.stack import Stack, stop_together
from deploy.local.starting import running_stack
from tests.support.databases import Templates
from tests.support.times import Times


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Times(), "times")


@pytest.fixture(scope="session")
def state_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mentoring-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def infrastructure(state_folder: Path) -> Iterator[Infrastructure]:
    """Both servers, or those that POSTGRES_ADMIN_URL and KAFKA_BOOTSTRAP_SERVERS name."""
    folder = state_folder / "servers"
    servers = start_infrastructure(folder, given_by_environment(), durable=False)
    yield servers
    stop_together(servers.children)


@pytest.fixture(scope="session")
def postgres(infrastructure: Infrastructure) -> str:
    """The address of a PostgreSQL superuser."""
    infrastructure.wait_for_postgres()
    return infrastructure.postgres_url


@pytest.fixture(scope="session")
def kafka_bootstrap(infrastructure: Infrastructure) -> str:
    """A broker that other tests use too: take topic names of your own."""
    infrastructure.wait_for_kafka()
    return infrastructure.kafka_bootstrap_servers


@pytest.fixture(scope="session")
def templates(postgres: str, state_folder: Path) -> Iterator[Templates]:
    databases = service_databases(state_folder / "templates", prefix=f"t{token_hex(4)}_")
    templates = Templates(admin_url=postgres, templates=databases)
    yield templates
    templates.drop_all()


@pytest.fixture
def fresh_database(templates: Templates) -> Iterator[Callable[[str], str]]:
    """Call it with a service's name: a new, migrated database, dropped after the test."""
    urls: list[str] = []

    def make(service: str) -> str:
        urls.append(templates.clone(service))
        return urls[-1]

    yield make
    for url in urls:
        templates.drop(url)


@pytest.fixture(scope="session")
def stack(infrastructure: Infrastructure, postgres: str, state_folder: Path) -> Iterator[Stack]:
    """Every process of the system, on topics that nobody else writes to."""
    own_kafka = infrastructure.kafka_bootstrap_servers if infrastructure.kafka else None
    given = Given(postgres_url=postgres, kafka_bootstrap_servers=own_kafka)
    prefix, folder = f"s{token_hex(4)}_", state_folder / "stack"
    with running_stack(folder, given, durable=False, prefix=prefix) as stack:
        yield stack
    drop_databases(postgres, list(service_databases(folder, prefix=prefix).values()))
