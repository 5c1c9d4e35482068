"""Of the commands on the operator's pages, those that only look do so on the running system."""

from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from deploy.local.stack import Stack
from shared.database import connect
from tests.support.operating import Typed, make_files, queries, typed


def is_no_option(word: str) -> bool:
    return not word.startswith("-")


LOOKING = sorted((said for said in typed() if said.only_looks()), key=lambda s: len(s.arguments))
# Each command once, with the most options that a page gives it.
ONCE = {tuple(takewhile(is_no_option, said.arguments)): said for said in LOOKING}


@pytest.mark.parametrize("said", list(ONCE.values()), ids=lambda said: " ".join(said.arguments))
def test_it_looks(
    said: Typed, stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(tmp_path, said)
    monkeypatch.chdir(tmp_path)
    where = {"MENTORING_ADDRESSES": str(stack.addresses_file), "KAFKA_BOOTSTRAP_SERVERS": None}
    result = CliRunner().invoke(main, said.arguments, env=where)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert result.exit_code in {0, 1}, result.output
    assert result.output.strip() or result.exit_code == 0


@pytest.mark.parametrize("query", queries())
def test_postgresql_can_be_asked(query: str, stack: Stack) -> None:
    with connect(stack.addresses.postgres_admin_url) as connection:
        connection.execute(query.encode())
