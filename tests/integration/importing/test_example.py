"""The example program is believable whenever it is loaded, and shows each rule at work."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.importing.checks import problems_between
from cli.importing.example import EXAMPLE, write_example
from cli.importing.future import future_problems
from cli.importing.sheets import FILES, read_sheets
from examples import generate
from tests.support.reliving import alerts_of, keys_of

OPEN = {
    "P02": {"no-meeting": "watch", "no-next-meeting": "watch"},
    "P07": {"no-meeting": "red", "no-next-meeting": "watch", "no-progress": "watch"},
    "P10": {"missed-streak": "red"},
    "P15": {"no-meeting": "managers", "no-next-meeting": "watch", "no-progress": "watch"},
    "P17": {"conflict-unanswered": "red"},
    "P19": {"agreement-stalled": "watch"},
    "P22": {"no-meeting": "decision", "no-next-meeting": "watch", "no-progress": "watch"},
    "P26": {"no-next-meeting": "watch"},
    "P28": {"no-meeting": "red", "no-next-meeting": "watch"},
    "P30": {"no-meeting": "watch", "no-next-meeting": "watch"},
    "P31": {"no-progress": "watch"},
    "P32": {"agreement-stalled": "red"},
    "P33": {"no-meeting": "watch", "no-next-meeting": "watch"},
    "P35": {"not-ended": "red"},
    "P37": {"check-in-overdue": "red"},
}
CLOSED = {
    "AlertEased": {"watch"},
    "AlertResolved": {"activated", "answered", "checked_in", "ended", "met", "scheduled"},
    "AlertWithdrawn": {"late_evidence"},
}


def still_open(said: list[dict[str, Any]], keys: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in said:
        alerts = found.setdefault(keys[each["data"]["partnership_id"]], {})
        if each["type"] in {"AlertResolved", "AlertWithdrawn"}:
            del alerts[each["data"]["rule"]]
        else:
            alerts[each["data"]["rule"]] = each["data"]["level"]
    return {key: alerts for key, alerts in found.items() if alerts}


@pytest.mark.parametrize(
    "loaded_at",
    [
        datetime(2026, 11, 24, 7, tzinfo=UTC),
        datetime(2027, 2, 28, 0, 1, tzinfo=UTC),
        datetime(2027, 4, 2, 21, 59, tzinfo=UTC),
    ],
    ids=["a Tuesday morning", "a Sunday night", "a Friday evening after the clocks changed"],
)
def test_each_rule_and_level_is_there_and_most_pairs_are_well(
    tmp_path: Path, loaded_at: datetime
) -> None:
    write_example(tmp_path, loaded_at.date())
    sheets = read_sheets(tmp_path)
    assert [*problems_between(sheets), *future_problems(sheets, loaded_at)] == []
    said, keys = alerts_of(tmp_path, loaded_at), keys_of(tmp_path)
    assert still_open(said, keys) == OPEN
    for kind, reasons in CLOSED.items():
        given = {e["data"].get("reason", e["data"].get("level")) for e in said if e["type"] == kind}
        assert given >= reasons


def test_once_written_it_stays_what_it_was(tmp_path: Path) -> None:
    assert write_example(tmp_path, date(2026, 11, 24))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert not write_example(tmp_path, date(2026, 11, 25))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_files_are_those_that_the_generator_writes(tmp_path: Path) -> None:
    generate.generate(tmp_path)
    for name in ("program.json", *FILES):
        assert (tmp_path / name).read_text() == (EXAMPLE / name).read_text(), (
            "run `python -m examples.generate`"
        )
