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
