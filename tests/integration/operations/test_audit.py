"""The audit log: written with the change, never changed itself, and shown."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from psycopg.errors import InsufficientPrivilege

from shared.audit import entries, note
from shared.database import Connection, connect
from tests.support.commands import items


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
    databases: Mapping[str, str], stores: Sequence[str]
) -> None:
    for service, command in (
        ("partnerships", "parked retry"),
        ("accountability", "parked drop"),
        ("enrollment", "backfill"),
    ):
        with connect(databases[service]) as connection:
            note(connection, "ada", command, {"stream": "x"})

    def shown(*options: str) -> list[str]:
        return [item["command"] for item in items("audit", *stores, *options)]

    assert shown() == ["parked retry", "parked drop", "backfill"]
    assert shown("--command", "parked") == ["parked retry", "parked drop"]
    assert shown("--command", "parked drop") == ["parked drop"]
    assert shown("--service", "enrollment") == ["backfill"]
    assert shown("--since", "2999-01-01T00:00:00Z") == []
