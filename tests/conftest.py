"""The real PostgreSQL and the real Kafka, started by the code that `make run` uses."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from deploy.local.databases import service_databases
from deploy.local.infrastructure import Infrastructure, start_infrastructure
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
    servers = start_infrastructure(state_folder / "servers", durable=False)
    yield servers
    servers.stop()


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
