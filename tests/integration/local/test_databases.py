"""No service can read another's database."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import psycopg
import pytest

from deploy.local.databases import drop_databases, ensure_databases, service_databases


@pytest.fixture(scope="module")
def urls(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder: Path = tmp_path_factory.mktemp("databases")
    databases = service_databases(folder, prefix=f"d{token_hex(4)}_")
    ensure_databases(postgres, list(databases.values()))
    ensure_databases(postgres, list(databases.values()))
    yield {service: database.url(postgres) for service, database in databases.items()}
    drop_databases(postgres, list(databases.values()))


def test_a_service_owns_its_own_database(urls: dict[str, str]) -> None:
    with psycopg.connect(urls["enrollment"]) as connection:
        connection.execute("CREATE TABLE mine (id integer)")


@pytest.mark.parametrize("other", ["partnerships", "accountability"])
def test_a_service_cannot_even_connect_to_another_database(
    urls: dict[str, str], other: str
) -> None:
    name = psycopg.conninfo.conninfo_to_dict(urls[other])["dbname"]

    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(urls["enrollment"], dbname=name)


def test_a_transaction_that_is_left_open_is_ended(urls: dict[str, str]) -> None:
    with psycopg.connect(urls["enrollment"]) as connection:
        limit = connection.execute("SHOW idle_in_transaction_session_timeout").fetchone()

    assert limit == ("30s",)
