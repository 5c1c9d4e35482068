"""The audit log: written with the change, never changed itself, and shown."""

import json
from collections.abc import Callable, Iterator, Mapping

import pytest
from click.testing import CliRunner
from psycopg.errors import InsufficientPrivilege

from cli.main import main
from deploy.local.databases import SERVICES
from shared.audit import entries, note
from shared.database import Connection, connect


@pytest.fixture
def databases(fresh_database: Callable[[str], str]) -> Mapping[str, str]:
    return {service: fresh_database(service) for service in SERVICES}


@pytest.fixture
def connection(databases: Mapping[str, str]) -> Iterator[Connection]:
    with connect(databases["partnerships"]) as connection:
        yield connection


def test_nothing_is_noted_of_a_change_that_was_taken_back(connection: Connection) -> None:
    with connection.transaction(force_rollback=True):
        note(connection, "ada", "parked drop", {"stream": "program-1"})
    assert entries(connection) == []


@pytest.mark.parametrize("change", ["DELETE FROM audit", "UPDATE audit SET who = 'eve'"])
def test_what_was_noted_stays(connection: Connection, change: str) -> None:
    note(connection, "ada", "parked drop", {"stream": "program-1"})
    with pytest.raises(InsufficientPrivilege):
        connection.execute(change.encode())
    assert [entry.who for entry in entries(connection)] == ["ada"]


def test_the_log_of_all_services_is_shown_in_the_order_of_time(
    databases: Mapping[str, str],
) -> None:
    for service, command in (
        ("partnerships", "parked retry"),
        ("accountability", "parked drop"),
        ("enrollment", "backfill"),
    ):
        with connect(databases[service]) as connection:
            note(connection, "ada", command, {"stream": "x"})
    assert shown(databases) == ["parked retry", "parked drop", "backfill"]
    assert shown(databases, "--command", "parked") == ["parked retry", "parked drop"]
    assert shown(databases, "--command", "parked drop") == ["parked drop"]
    assert shown(databases, "--service", "enrollment") == ["backfill"]
    assert shown(databases, "--since", "2999-01-01T00:00:00Z") == []


def shown(databases: Mapping[str, str], *options: str) -> list[str]:
    places = [f"--{service}-database={url}" for service, url in databases.items()]
    result = CliRunner().invoke(main, ["audit", "--json", *places, *options])
    assert result.exit_code == 0, result.output
    return [item["command"] for item in json.loads(result.stdout)["items"]]
