"""The fold on files: lines in, canonical JSON out, or one clear error and nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from services.accountability.cli import derive_command
from tests.unit.accountability.story import AGREED

NOON = "T12:00:00Z"


def line(partnership: str, sequence: int, name: str, day: str, **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"{partnership}-e{sequence}",
        "source": "/mentoring/partnerships",
        "subject": f"partnership-{partnership}",
        "type": f"mentoring.{name}.v1",
        "time": day + NOON,
        "recordedtime": day + NOON,
        "sequence": f"{sequence:010}",
        "anything": "else",
        "data": data,
    }


def begun(partnership: str, **policy: Any) -> list[dict[str, Any]]:
    zone = {"time_zone": "UTC", "program_id": "g", "policy": policy}
    return [
        line(partnership, 1, "PartnershipProposed", "2027-01-01", **zone),
        line(partnership, 2, "PartnershipActivated", "2027-01-04", **AGREED),
    ]


def derive(folder: Path, lines: list[Any], *more: str, until: str = "2027-01-20") -> Result:
    told = [text if isinstance(text, str) else json.dumps(text) for text in lines]
    path = folder / "events.jsonl"
    path.write_text("".join(f"{text}\n" for text in told), encoding="utf-8")
    return CliRunner().invoke(derive_command, [str(path), "--until", f"{until}T00:00:00Z", *more])


def rules(result: Result) -> list[tuple[str, str]]:
    data = [json.loads(text)["data"] for text in result.stdout.splitlines()]
    return [(event["partnership_id"], event["rule"]) for event in data]


def test_it_writes_canonical_json(tmp_path: Path) -> None:
    result = derive(tmp_path, begun("p"), until="2027-01-12")

    assert result.exit_code == 0
    assert result.stdout == (
        '{"data":{"alert_id":"7252d1a8-bc61-54f2-b28e-04ce07e85a59","basis":"start",'
        '"by_event":null,"due_at":"2027-01-12T00:00:00Z","evidence":["p-e2"],"level":"watch",'
        '"partnership_id":"p","program_id":"g","raised_at":"2027-01-12T00:00:00Z",'
        '"rule":"no-next-meeting","tell":["mentee"]},"type":"AlertRaised"}\n'
    )


def test_an_instant_that_is_no_whole_second_has_six_decimals(tmp_path: Path) -> None:
    ended = line("p", 3, "PartnershipEnded", "2027-01-13")
    ended["recordedtime"] = "2027-01-13T12:00:00.5Z"
    result = derive(tmp_path, [*begun("p"), ended])

    assert '"at":"2027-01-13T12:00:00.500000Z"' in result.stdout


def test_partnerships_come_in_the_order_of_their_ids_however_they_are_mixed(
    tmp_path: Path,
) -> None:
    b, a = begun("b"), begun("a")
    mixed = derive(tmp_path, [b[0], a[0], a[1], b[1]], until="2027-01-12")

    assert rules(mixed) == [("a", "no-next-meeting"), ("b", "no-next-meeting")]
    assert mixed.stdout == derive(tmp_path, [*a, *b], until="2027-01-12").stdout


def test_other_sources_and_other_streams_are_left_alone(tmp_path: Path) -> None:
    other = {"source": "/mentoring/enrollment", "subject": "partnership-p", "data": None}
    person = {"source": "/mentoring/partnerships", "subject": "person-p"}
    result = derive(tmp_path, [other, person, *begun("p")])

    assert result.exit_code == 0
    assert result.stdout == derive(tmp_path, begun("p")).stdout


def test_a_gap_names_the_stream_and_writes_nothing(tmp_path: Path) -> None:
    gap = line("q", 3, "MeetingConfirmed", "2027-01-13", meeting_id="m")
    result = derive(tmp_path, [*begun("p"), begun("q")[0], gap])

    assert (result.exit_code, result.stdout) == (1, "")
    assert "partnership-q" in result.stderr


def test_what_comes_after_until_is_over_whatever_its_time(tmp_path: Path) -> None:
    # The fourth was recorded early, but after the third, and so at the third's time.
    third = line("p", 3, "Unheard", "2027-01-21")
    fourth = line("p", 4, "PartnershipEnded", "2027-01-10")
    result = derive(tmp_path, [*begun("p"), third, fourth])

    assert result.exit_code == 0
    assert result.stdout == derive(tmp_path, begun("p")).stdout


def test_a_gap_after_until_does_not_matter(tmp_path: Path) -> None:
    gap = line("p", 4, "MeetingConfirmed", "2027-01-21", meeting_id="m")

    assert derive(tmp_path, [*begun("p"), gap]).exit_code == 0


@pytest.mark.parametrize(
    "malformed",
    [
        "no JSON",
        "[]",
        line("p", 3, "MeetingHeld", "2027-01-13"),
        {**line("p", 3, "MeetingConfirmed", "2027-01-13"), "recordedtime": "yesterday"},
        {**line("p", 3, "Unheard", "2027-01-13"), "sequence": "third"},
        line("p", 3, "PartnershipProposed", "2027-01-13", program_id="g", time_zone="Mars/X"),
    ],
)
def test_a_malformed_line_is_named_and_writes_nothing(tmp_path: Path, malformed: object) -> None:
    result = derive(tmp_path, [*begun("p"), malformed])

    assert (result.exit_code, result.stdout) == (1, "")
    assert "line 3" in result.stderr


def test_a_duplicate_may_say_whatever_it_likes(tmp_path: Path) -> None:
    broken = {**begun("p")[1], "recordedtime": "yesterday", "data": 7}
    later = {**begun("p")[0], "recordedtime": "2029-01-01T00:00:00Z"}
    result = derive(tmp_path, [*begun("p"), broken, later])

    assert result.stdout == derive(tmp_path, begun("p")).stdout != ""


def test_the_time_and_blank_lines_may_be_missing(tmp_path: Path) -> None:
    timeless = [{k: v for k, v in told.items() if k != "time"} for told in begun("p")]

    assert derive(tmp_path, [*timeless, ""]).stdout == derive(tmp_path, begun("p")).stdout


def test_a_policy_replaces_fields_of_the_pinned_one(tmp_path: Path) -> None:
    told = begun("p", next_meeting_days=3)
    replaced = derive(tmp_path, told, "--policy", '{"first_meeting_days": 30}', until="2027-01-19")

    assert rules(replaced) == [("p", "no-next-meeting")]
    assert '"due_at":"2027-01-08T00:00:00Z"' in replaced.stdout


@pytest.mark.parametrize(
    ("policy", "complaint"),
    [
        ('{"red": 2}', "red_factor"),
        ('{"red_factor": 0.5}', "at least 1"),
        ('{"missed_streak": 0}', ">= 1"),
        ('{"progress_days": 1.5}', "`int`"),
        ('{"check_in_days": [30, 14]}', "ascending"),
        ("[]", "object"),
        ("2", "object"),
    ],
)
def test_a_policy_that_is_none_is_refused_with_what_is_accepted(
    tmp_path: Path, policy: str, complaint: str
) -> None:
    result = derive(tmp_path, begun("p"), "--policy", policy)

    assert (result.exit_code, result.stdout) == (2, "")
    assert complaint in result.stderr


def test_until_needs_an_offset(tmp_path: Path) -> None:
    result = derive(tmp_path, begun("p"), "--until", "2027-01-20T00:00:00")

    assert result.exit_code == 2
    assert "offset" in result.stderr
