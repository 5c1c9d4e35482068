"""`mentoring replay`, as operators and their scripts meet it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner

from cli.main import main
from services.accountability.verify.verify import verify
from shared.audit import entries
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.pair import Pair
from tests.integration.accountability.replays import LIVE, built, live_content
from tests.support.histories.wire import identity


def asked(service: Service, *arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(
        main, ["replay", *arguments, "--json"], env={"ACCOUNTABILITY_DATABASE_URL": service.url}
    )
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


@pytest.mark.usefixtures("pair")
def test_a_plan_counts_and_estimates_and_leaves_nothing(service: Service) -> None:
    code, plan = asked(service, "plan", "--projection", "alerts", "--projection", "cases")
    assert (code, plan["tables"], plan["events"]) == (0, ["cases", "alerts"], 8)
    assert plan["events_per_second"] > 0
    assert asked(service, "start", "--dry-run")[1]["tables"] == LIVE
    code, words = asked(service, "status")
    assert (code, "no replay yet" in words) == (1, True)
    assert entries(service.connection) == []


@pytest.mark.usefixtures("pair")
def test_what_does_not_fit_is_refused_with_what_would(service: Service) -> None:
    for command in ("pause", "resume", "cancel", "compare", "cutover", "rollback", "discard"):
        code, words = asked(service, command)
        assert code == 1
        assert "there is no replay; this needs one that is" in words
    assert asked(service, "start", "--projection", "names")[0] == 2
    one = ("--partnership", identity("pair"))
    assert asked(service, "start", "--projection", "directory", *one)[0] == 2
    code, words = asked(service, "start", "--program", str(uuid4()))
    assert (code, "was ever heard of" in words) == (1, True)
    code, words = asked(service, "start", *one, "--partnership", str(uuid4()))
    assert (code, "was never heard of" in words) == (1, True)


def test_what_was_switched_is_not_switched_again(service: Service, pair: Pair) -> None:
    code, words = asked(service, "cutover")
    assert (code, "this needs one that is built" in words) == (1, True)
    built(service.connection)
    code, words = asked(service, "rollback")
    assert (code, "this needs one that is switched" in words) == (1, True)
    assert asked(service, "cutover")[0] == 0
    pair.meet(2, "2027-01-29T09:00:00Z")
    service.hear(pair.new())
    code, words = asked(service, "cutover")
    assert (code, "the replay is switched; this needs one that is built" in words) == (1, True)


@pytest.mark.usefixtures("pair")
def test_dry_runs_change_nothing(service: Service) -> None:
    built(service.connection)
    before = live_content(service)
    for command in ("cutover", "cancel"):
        assert asked(service, command, "--dry-run")[0] == 0
        assert asked(service, "status")[1]["state"] == "built"
    assert asked(service, "cutover")[1]["switched"]
    for command in ("rollback", "discard"):
        assert asked(service, command, "--dry-run")[0] == 0
        assert asked(service, "status")[1]["state"] == "switched"
    assert asked(service, "compare")[0] == 0
    assert live_content(service)["alerts"] == before["alerts"]
    assert [entry.command for entry in entries(service.connection)] == ["replay cutover"]


def test_a_partnership_is_repaired_by_its_id(service: Service, pair: Pair) -> None:
    service.connection.execute("UPDATE participants SET mentor_id = mentee_id")
    one = ("--partnership", pair.partnership_id)
    code, outcome = asked(service, "start", *one, "--dry-run")
    assert (code, outcome["switched"]) == (0, False)
    assert len(verify(service.connection).differences) == 1
    code, outcome = asked(service, "start", *one, "--as", "ada")
    assert code == 0
    (compared,) = [each for each in outcome["compared"] if each["differences"]]
    assert (compared["table"], list(compared["first"][0]["live"])) == (
        "participants",
        ["mentor_id"],
    )
    assert verify(service.connection).differences == ()
    assert [entry.who for entry in entries(service.connection)] == ["ada"]
