"""An import is noted where a database is known, and done all the same where none is."""

import json
from pathlib import Path

import pytest

from cli.importing.noting import note_import
from cli.importing.outcome import Summary


@pytest.mark.parametrize("known", [{"databases": {}}, {}, None])
def test_without_a_database_it_is_said_that_nothing_was_noted(
    known: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    addresses = tmp_path / "addresses.json"
    if known is not None:
        addresses.write_text(json.dumps(known), encoding="utf-8")
    note_import(addresses, "ada", "key", Summary())
    assert f"{addresses} names no database" in capsys.readouterr().err
