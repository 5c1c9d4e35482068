"""Of the commands on the operator's pages, those that only look do so on the running system."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from deploy.local.stack import Stack
from shared.database import connect
from tests.support.operating import Typed, make_files, queries, typed

LOOKING = [said for said in typed() if said.only_looks()]
# Lines that differ in a number only are tried once.
ONCE = {re.sub(r"\d+", "", " ".join(said.arguments)): said for said in LOOKING}


@pytest.mark.parametrize("said", list(ONCE.values()), ids=lambda said: " ".join(said.arguments))
def test_it_looks(
    said: Typed, stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(tmp_path, said)
    monkeypatch.chdir(tmp_path)
    where = {"MENTORING_ADDRESSES": str(stack.addresses_file)}
    result = CliRunner().invoke(main, said.arguments, env=where)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert result.exit_code in {0, 1}, result.output
    assert result.output.strip() or result.exit_code == 0


@pytest.mark.parametrize("query", queries())
def test_postgresql_can_be_asked(query: str, stack: Stack) -> None:
    with connect(stack.addresses.postgres_admin_url) as connection:
        connection.execute(query.encode())
