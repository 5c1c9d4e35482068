"""A command whose server does not answer says so in a line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
SERVICES = ("enrollment", "partnerships", "accountability")


@pytest.mark.parametrize("line", ["verify", "replay status", "parked list", "purge", "audit"])
def test_a_server_that_is_down_is_named(line: str, tmp_path: Path) -> None:
    addresses = tmp_path / "addresses.json"
    addresses.write_text(
        json.dumps(
            {
                "postgres_admin_url": NOWHERE,
                "databases": dict.fromkeys(SERVICES, NOWHERE),
                "kafka_bootstrap_servers": "127.0.0.1:1",
                "services": dict.fromkeys(SERVICES, "http://127.0.0.1:1"),
                "issuer": "http://127.0.0.1:1",
            }
        )
    )
    result = CliRunner().invoke(main, line.split(), env={"MENTORING_ADDRESSES": str(addresses)})
    assert result.exit_code == 1
    assert result.output.startswith("Error: a database does not answer")


@pytest.mark.parametrize(
    "line",
    [
        "verify --database nonsense:secret",
        "replay status --database nonsense:secret",
        "audit --enrollment-database nonsense:secret",
        "purge --enrollment nonsense:secret",
    ],
)
def test_what_is_no_address_of_a_database_is_told_with_what_is(line: str) -> None:
    result = CliRunner().invoke(main, line.split())
    assert result.exit_code == 2
    assert "postgresql://name:password@host" in result.output
    assert "secret" not in result.output


@pytest.mark.parametrize(
    "line", ["verify", "as-of 2027-01-01T00:00:00Z", "lag", "purge", "stack addresses", "token ada"]
)
def test_what_does_not_run_here_may_run_elsewhere(line: str, tmp_path: Path) -> None:
    nothing = dict.fromkeys(f"{service.upper()}_DATABASE_URL" for service in SERVICES)
    missing = {"MENTORING_ADDRESSES": str(tmp_path / "none.json"), "JWT_ISSUER": None}
    result = CliRunner().invoke(main, line.split(), env={**nothing, **missing})
    assert result.exit_code == 1
    assert "MENTORING_ADDRESSES" in result.output


def test_nothing_is_purged_where_kafka_is_not_known(tmp_path: Path) -> None:
    databases = {f"{service.upper()}_DATABASE_URL": NOWHERE for service in SERVICES}
    missing = {"MENTORING_ADDRESSES": str(tmp_path / "none.json"), "KAFKA_BOOTSTRAP_SERVERS": None}
    result = CliRunner().invoke(main, ["purge"], env={**databases, **missing})
    assert (result.exit_code, "does not answer" in result.output) == (1, False)
