"""What operators ask of the running system."""

import json

import pytest

from cli.importing.ids import program_id
from deploy.local.hearing import wait_until_heard
from deploy.local.stack import Stack
from tests.support.imports import mentoring, write_example_as


@pytest.fixture(scope="module")
def program(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An example program of its own, imported and heard."""
    folder = write_example_as(stack, tmp_path_factory.mktemp("example"), "operated-example")
    code, _, err = mentoring(stack, "import", folder)
    assert code == 0, err
    wait_until_heard(stack.database_url("accountability"))
    return str(program_id("operated-example"))


@pytest.mark.usefixtures("program")
def test_what_was_raised_live_is_what_the_journal_derives(stack: Stack) -> None:
    code, out, err = mentoring(stack, "verify", "--json")
    found = json.loads(out)
    assert found["differences"] == []
    assert code == 0, err
    assert found["alert_events"] > 90


def test_another_policy_would_have_said_something_else(stack: Stack, program: str) -> None:
    policy = json.dumps({"red_factor": 4, "check_in_days": [], "check_in_every_days": 0})
    code, out, err = mentoring(stack, "what-if", "--policy", policy, "--program", program, "--json")
    assert code == 0, err
    found = json.loads(out)
    assert {alert["rule"] for alert in found["disappear"]} >= {"check-in-overdue"}
    assert {moved["after"]["rule"] for moved in found["move"]} >= {"no-meeting"}


def test_an_instant_that_has_passed_can_be_asked_about(stack: Stack, program: str) -> None:
    instant = "2020-01-01T00:00:00Z"
    code, out, err = mentoring(stack, "as-of", instant, "--program", program, "--json")
    assert (code, json.loads(out), err) == (0, {"items": []}, "")
