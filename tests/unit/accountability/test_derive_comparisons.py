"""`mentoring derive-as-of` and `mentoring derive-what-if`."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from services.accountability.cli import derive_as_of_command, derive_what_if_command
from tests.unit.accountability.test_derive import begun, line


def run(command: Any, folder: Path, lines: list[dict[str, Any]], *more: str) -> list[Any]:
    path = folder / "events.jsonl"
    path.write_text("".join(f"{json.dumps(told)}\n" for told in lines), encoding="utf-8")
    result = CliRunner().invoke(command, [str(path), *more])
    assert result.exit_code == 0, result.stderr
    return [json.loads(text) for text in result.stdout.splitlines()]


def test_as_of_shows_what_was_known_and_which_alerts_were_open(tmp_path: Path) -> None:
    met = line(
        "p", 3, "MeetingHeld", "2027-01-13", meeting_id="m", started_at="2027-01-13T10:00:00Z"
    )
    told = [*begun("p"), met]
    (before,) = run(derive_as_of_command, tmp_path, told, "--until", "2027-01-12T00:00:00Z")
    (after,) = run(derive_as_of_command, tmp_path, told, "--until", "2027-01-14T00:00:00Z")

    assert (before["state"], before["events"]) == ("active", 2)
    assert [alert["rule"] for alert in before["alerts"]] == ["no-next-meeting"]
    assert before["next_due_at"] == "2027-01-19T00:00:00Z"
    assert (after["events"], after["alerts"]) == (3, [])


def test_what_if_names_the_alerts_that_appear_disappear_or_move(tmp_path: Path) -> None:
    # By 20 January nobody has met, and nothing is planned. 5 instead of 7 days for the next
    # meeting moves one alert, 30 days for the first removes one; no check-in is due so early
    # but with a grace of none.
    policy = json.dumps(
        {"next_meeting_days": 5, "first_meeting_days": 30, "check_in_grace_days": 0}
    )
    until = ("--until", "2027-01-20T00:00:00Z", "--policy", policy)
    changes = run(derive_what_if_command, tmp_path, begun("p"), *until)

    assert [change["change"] for change in changes] == ["moves", "disappears", "appears"]
    assert [change["alert"]["rule"] for change in changes[1:]] == [
        "no-meeting",
        "check-in-overdue",
    ]
    moved = changes[0]
    assert (moved["before"]["steps"][0]["due_at"], moved["after"]["steps"][0]["due_at"]) == (
        "2027-01-12T00:00:00Z",
        "2027-01-10T00:00:00Z",
    )


def test_the_same_policy_changes_nothing(tmp_path: Path) -> None:
    until = ("--until", "2028-01-20T00:00:00Z", "--policy", '{"next_meeting_days": 7}')

    assert run(derive_what_if_command, tmp_path, begun("p"), *until) == []
