"""Rules and dashboard ask for metrics that exist, and send a reader to pages that exist."""

import json
import re
from typing import Any

import pytest

from tests.support.metrics import ROOT, documented, selectable

FOLDER = ROOT / "deploy/observability"
RULES = (FOLDER / "rules.yml").read_text(encoding="utf-8")
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
NAME = re.compile(r"\bmentoring_\w+")


def rules() -> dict[str, str]:
    return dict(re.findall(r"- alert: (\w+)\n\s+expr: (.+)\n", RULES))


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def test_rules_ask_for_metrics_that_exist() -> None:
    assert len(rules()) == RULES.count("- alert:") > 10
    for name, expression in rules().items():
        assert set(NAME.findall(expression)) <= selectable(), name


def test_every_rule_has_a_runbook() -> None:
    pages = re.findall(r"^ +runbook: (\S+)$", RULES, re.MULTILINE)
    assert len(pages) == len(rules())
    assert [page for page in pages if not (ROOT / page).is_file()] == []


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: panel["title"])
def test_a_panel_asks_for_metrics_that_exist(panel: dict[str, Any]) -> None:
    expressions = [target["expr"] for target in panel["targets"]]
    assert expressions
    assert set(NAME.findall(" ".join(expressions))) <= selectable()
    page = panel["description"]
    assert page == "" or (ROOT / page).is_file()


def test_the_dashboard_shows_every_metric() -> None:
    asked = {name for panel in panels() for name in NAME.findall(json.dumps(panel["targets"]))}
    unseen = {
        name
        for name, told in documented().items()
        if not asked & {name + suffix for suffix in told.suffixes}
    }
    assert unseen == set()


def test_the_dashboard_can_be_imported() -> None:
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(ids)) == len(ids)
    assert DASHBOARD["schemaVersion"] >= 39
    for panel in panels():
        assert panel["datasource"]["uid"] == "${datasource}"
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
