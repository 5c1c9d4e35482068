"""Everything that is wrong is said at once: which file, line and column, and what would do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.importing.checks import problems_between
from cli.importing.command import UNREACHABLE, UNREADABLE, import_command
from cli.importing.future import future_problems
from cli.importing.problems import UnreadableError
from cli.importing.sheets import read_sheets
from tests.support.spreadsheets import FILES, replaced, write_spreadsheets

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def problems(folder: Path, **changed: str) -> list[str]:
    try:
        sheets = read_sheets(write_spreadsheets(folder, **changed))
    except UnreadableError as error:
        return [str(problem) for problem in error.problems]
    found = list(problems_between(sheets)) or list(future_problems(sheets, NOW))
    return [str(problem) for problem in found]


def test_a_right_program_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("stem", "old", "new", "said"),
    [
        (
            "people",
            "America/New_York,bo@small.example",
            "America/New_York,x.y@small.example",
            (
                "people.csv line 5, column manager: 'x.y@small.example' is not in people.csv; "
                "give an e-mail of that file or leave it empty"
            ),
        ),
        (
            "people",
            "America/New_York",
            "America/Boston",
            (
                "people.csv line 5, column time_zone: 'America/Boston' is no time zone; "
                "write e.g. 'Europe/Berlin'"
            ),
        ),
        (
            "people",
            "mo@small.example,Mo Mentor",
            "mo,Mo Mentor",
            (
                "people.csv line 4, column email: 'mo' is no e-mail address; "
                "write e.g. 'ada@example.com'"
            ),
        ),
        (
            "people",
            "Bo Boss,Europe/Berlin,",
            "Bo Boss,Europe/Berlin,mo@small.example",
            (
                "people.csv line 3, column manager: 'mo@small.example' reports, in the end, to "
                "'bo@small.example'; nobody is above oneself"
            ),
        ),
        (
            "people",
            "Mia Mentee",
            "",
            "people.csv line 5, column name: is empty; fill it in",
        ),
        (
            "enrollments",
            "mentee,,2026-01-05,2026-01-05,2026-01-06",
            "mentee,,2026-01-05,2026-01-05,",
            (
                "partnerships.csv line 2, column mentee: 'mia@small.example' is not accepted as "
                "mentee; enrollments.csv needs a line with both days of acknowledgement"
            ),
        ),
        (
            "enrollments",
            "mentor,2",
            "mentor,two",
            "enrollments.csv line 2, column capacity: 'two' is no whole number from 1",
        ),
        (
            "partnerships",
            "2026-01-13",
            "13th of January",
            (
                "partnerships.csv line 2, column drafted_on: '13th of January' is no date; "
                "write e.g. '2026-03-10' or '2026-03-10 16:00'"
            ),
        ),
        (
            "partnerships",
            "2026-02-02,2026-08-03",
            ",2026-08-03",
            "partnerships.csv line 2, column starts_on: is empty; drafted_on '2026-01-13' needs it",
        ),
        (
            "partnerships",
            "tuesday 16:00 60",
            "tuesdays 60",
            (
                "partnerships.csv line 2, column slots: 'tuesdays 60' is no slot; "
                "write e.g. 'tuesday 16:00 Europe/Berlin 60' or 'last thursday 09:00 45'"
            ),
        ),
        (
            "meetings",
            "P1,",
            "P2,",
            (
                "meetings.csv line 2, column partnership: 'P2' is not in partnerships.csv; "
                "give a partnership of that file"
            ),
        ),
        (
            "meetings",
            "held",
            "done",
            (
                "meetings.csv line 2, column status: 'done' is not one of: "
                "scheduled, moved, held, missed, cancelled"
            ),
        ),
        (
            "meetings",
            "2026-02-10 16:00",
            "2026-06-02 16:00",
            (
                "meetings.csv line 2: report_held at 2026-06-02T15:00:00+00:00 lies ahead; "
                "give days up to today (a meeting ahead needs the day that it was scheduled_on)"
            ),
        ),
        (
            "meetings",
            "status\n",
            "state\n",
            (
                "meetings.csv line 1, column state: is no column of this file; there are "
                "partnership, planned, minutes, slot, scheduled_on, moved_to, moved_on, moved_by, "
                "move_reason, status, started, reported_on, by, absent, reason, answer, "
                "answered_on, retracted_on"
            ),
        ),
    ],
)
def test_a_mistake_is_said_where_it_is(
    tmp_path: Path, stem: str, old: str, new: str, said: str
) -> None:
    assert said in problems(tmp_path, **replaced(stem, old, new))


def test_all_mistakes_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    wrong = {
        **replaced("people", "Europe/Berlin,bo", "Europe/Bonn,bo"),
        **replaced("enrollments", "mentor,2,2026-01-05", "guide,none,yesterday"),
        **replaced("meetings", "60,1,held", "0,1,missed"),
    }
    assert [said.partition(":")[0] for said in problems(tmp_path, **wrong)] == [
        "enrollments.csv line 2, column role",
        "enrollments.csv line 2, column capacity",
        "enrollments.csv line 2, column requested_on",
        "meetings.csv line 2, column minutes",
        "meetings.csv line 2, column absent",
        "meetings.csv line 2, column reason",
        "people.csv line 4, column time_zone",
    ]


def test_two_lines_for_one_thing_are_one_too_many(tmp_path: Path) -> None:
    twice = FILES["meetings.csv"] + FILES["meetings.csv"].splitlines()[1] + "\n"
    assert problems(tmp_path, meetings=twice) == [
        "meetings.csv line 3, column planned: is the same as in line 2; keep one of the two"
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_spreadsheets(tmp_path)
    (tmp_path / "people.csv").unlink()
    with pytest.raises(UnreadableError, match=r"^people\.csv: is missing"):
        read_sheets(tmp_path)


def test_wrong_terms_are_said_with_their_place(tmp_path: Path) -> None:
    write_spreadsheets(tmp_path)
    text = FILES["program.json"].replace('"least": 12', '"least": 0')
    (tmp_path / "program.json").write_text(text)
    with pytest.raises(UnreadableError, match=r"program\.json: .*>= 1.*duration_weeks\.least"):
        read_sheets(tmp_path)


def test_the_command_prints_the_problems_and_ends_with_2(tmp_path: Path) -> None:
    write_spreadsheets(tmp_path, **replaced("meetings", "held", "done"))
    result = CliRunner().invoke(import_command, [str(tmp_path)])
    assert result.exit_code == UNREADABLE
    assert result.stderr.startswith("meetings.csv line 2, column status: 'done'")
    assert result.stdout == ""


def test_the_command_ends_with_3_where_nothing_runs(tmp_path: Path) -> None:
    write_spreadsheets(tmp_path)
    nowhere = str(tmp_path / "addresses.json")
    result = CliRunner().invoke(import_command, [str(tmp_path), "--addresses", nowhere])
    assert result.exit_code == UNREACHABLE
    assert "make run" in result.stderr
