"""What another policy would have said of the whole example program is answered at once."""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from cli.importing.ids import program_id
from deploy.local.hearing import wait_until_heard
from deploy.local.stack import Stack
from tests.support.imports import mentoring, write_example_as
from tests.support.speaking import Speaker, administrator

POLICY = {"red_factor": 4, "check_in_days": [], "check_in_every_days": 0}


def test_a_what_if_takes_less_than_a_second(stack: Stack, tmp_path: Path) -> None:
    folder = write_example_as(stack, tmp_path / "what-if", "asked-what-if")
    assert mentoring(stack, "import", folder)[0] == 0
    wait_until_heard(stack.database_url("accountability"))
    asked = {"policy": POLICY, "program_id": str(program_id("asked-what-if"))}
    # The fastest of three: it is the work that is measured, not who else uses the machine.
    assert min(seconds(administrator(stack), asked) for _ in range(3)) < 1


def seconds(speaker: Speaker, asked: Mapping[str, object]) -> float:
    began = perf_counter()
    answer = speaker.send("POST", "accountability", "/what-if", asked)
    took = perf_counter() - began
    found = answer.json()
    assert (answer.status_code, found["partnerships"]) == (200, 42)
    assert {alert["rule"] for alert in found["disappear"]} >= {"check-in-overdue"}
    assert found["move"]
    return took
