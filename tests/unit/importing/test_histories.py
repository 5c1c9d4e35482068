"""Rows become the history that they tell, with its own times and its own people."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from cli.importing import rows
from cli.importing.ids import person_id
from cli.importing.partnering import history
from cli.importing.sheets import read_sheets
from cli.importing.steps import Step, command
from shared.events.event import own_digest
from shared.events.partnerships import AgreementDrafted
from tests.support.spreadsheets import write_spreadsheets

MENTOR = person_id("mo@small.example")
MENTEE = person_id("mia@small.example")
BOSS = person_id("bo@small.example")
ADMINISTRATOR = person_id("ada@small.example")
MEETINGS = (
    "partnership,planned,minutes,slot,scheduled_on,moved_to,moved_on,move_reason,status,started,"
    "reported_on,by,absent,reason,answer,answered_on,retracted_on\n"
)


def told(folder: Path, **changed: str) -> list[Step]:
    sheets = read_sheets(write_spreadsheets(folder, **changed))
    ids = {row.email: person_id(row.email) for row in sheets.rows(rows.PersonRow)}
    (partnership,) = sheets.rows(rows.PartnershipRow)
    return history(sheets, partnership, UUID(int=1), ids)


def meeting(folder: Path, line: str) -> list[tuple[str, str, UUID]]:
    steps = told(folder, meetings=f"{MEETINGS}{line}\n")
    return [
        (step.do, step.at.strftime("%m-%d %H:%M"), step.by)
        for step in steps
        if step.file == "meetings.csv"
    ]


def says(steps: list[Step], do: str) -> dict[str, Any]:
    return dict(next(step for step in steps if step.do == do).says)


def test_a_partnership_is_proposed_drafted_signed_by_four_and_then_met(tmp_path: Path) -> None:
    assert [(step.do, step.by) for step in told(tmp_path)] == [
        ("propose", ADMINISTRATOR),
        ("draft_agreement", MENTEE),
        ("sign_agreement", MENTOR),
        ("sign_agreement", MENTEE),
        ("sign_agreement", BOSS),
        ("sign_agreement", BOSS),
        ("schedule_meeting", MENTEE),
        ("report_held", MENTEE),
    ]


def test_all_four_sign_the_digest_of_what_was_drafted(tmp_path: Path) -> None:
    steps = told(tmp_path)
    drafted = {
        **says(steps, "draft_agreement"),
        "agreement_version": 1,
        "scheduler": "mentee",
        "digest": "",
    }
    signed = {step.says["digest"] for step in steps if step.do == "sign_agreement"}
    assert signed == {own_digest(msgspec.convert(drafted, AgreementDrafted))}


def test_what_is_left_out_of_an_agreement_is_filled_in(tmp_path: Path) -> None:
    drafted = says(told(tmp_path), "draft_agreement")
    assert [slot["time_zone"] for slot in drafted["slots"]] == ["Europe/Berlin"] * 2
    assert (drafted["notice_hours"], drafted["agenda_hours"]) == (24, 24)
    assert drafted["review_on"] == "2026-05-04"


def test_the_same_rows_tell_the_same_history(tmp_path: Path) -> None:
    first = [command(step) for step in told(tmp_path)]
    assert [command(step) for step in told(tmp_path)] == first


def test_more_lines_for_others_leave_a_history_as_it_is(tmp_path: Path) -> None:
    first = [command(step) for step in told(tmp_path)]
    more = "email,name,time_zone,manager\nnew@small.example,Neo New,Europe/Berlin,\n"
    people = more + "".join(
        f"{line}\n" for line in (tmp_path / "people.csv").read_text().splitlines()[1:]
    )
    assert [command(step) for step in told(tmp_path, people=people)] == first


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "P1,2026-02-10 16:00,60,1,,,,,held,,,,,,,,",
            [("schedule_meeting", "02-03 15:00", MENTEE), ("report_held", "02-10 16:00", MENTEE)],
        ),
        (
            "P1,2026-01-20 16:00,60,1,,,,,held,,2026-01-22,mentor,,,confirmed,2026-01-23,",
            [
                ("schedule_meeting", "01-17 08:00", MENTEE),
                ("report_held", "01-22 17:00", MENTOR),
                ("confirm_meeting", "01-23 17:00", MENTEE),
            ],
        ),
        (
            "P1,,30,,,,,,held,2026-02-12 12:00,,,,,,,2026-02-13",
            [("report_held", "02-12 11:30", MENTEE), ("retract_report", "02-13 17:00", MENTEE)],
        ),
        (
            (
                "P1,2026-02-10 16:00,60,1,2026-02-01 10:00,2026-02-11 12:00; 2026-02-12 12:00,"
                "2026-02-05; 2026-02-06,TRAVEL,missed,,,mentor,mentee,NO_SHOW,disputed,2026-02-14,"
            ),
            [
                ("schedule_meeting", "02-01 09:00", MENTEE),
                ("move_meeting", "02-05 08:00", MENTEE),
                ("move_meeting", "02-06 08:00", MENTEE),
                ("report_missed", "02-12 12:00", MENTOR),
                ("dispute_meeting", "02-14 17:00", MENTEE),
            ],
        ),
        (
            "P1,2026-02-10 16:00,60,1,,,,,cancelled,,2026-02-10 08:00,mentor,,TIME_WORKLOAD,,,",
            [
                ("schedule_meeting", "02-03 15:00", MENTEE),
                ("cancel_meeting", "02-10 07:00", MENTOR),
            ],
        ),
    ],
    ids=["held", "reported later", "unplanned, retracted", "moved twice, missed", "cancelled"],
)
def test_a_meeting_is_told_from_its_plan_to_its_last_word(
    tmp_path: Path, line: str, expected: list[tuple[str, str, UUID]]
) -> None:
    assert meeting(tmp_path, line) == expected


def test_a_report_on_the_day_itself_comes_after_the_meeting(tmp_path: Path) -> None:
    line = "P1,2026-02-10 18:30,60,1,,,,,held,,2026-02-10,,,,,,"
    assert meeting(tmp_path, line)[-1] == ("report_held", "02-10 18:30", MENTEE)


def test_a_conflict_a_goal_a_talk_a_pause_and_the_end_are_told(tmp_path: Path) -> None:
    more = {
        "conflicts": (
            "partnership,meeting,raised_on,role,reason,answered_on,outcome,contingency\n"
            "P1,2026-02-10 16:00,2026-02-05,mentor_manager,MGR_PRIORITY_MENTOR,2026-02-06,"
            "contingency,1\n"
        ),
        "goals": "partnership,goal,set_on,progress\nP1,first,2026-02-11,2026-03-01: 1\n",
        "check_ins": (
            "partnership,on,with,meeting_as_agreed,progress,rating\nP1,2026-02-20,mentee,yes,1,4\n"
        ),
        "pauses": (
            "partnership,recorded_on,paused_on,resumes_on,reason,resumed_on\n"
            "P1,2026-03-02,2026-03-03,2026-03-20,LEAVE_SICK,2026-03-10\n"
        ),
        "explanations": "partnership,on,by,reason\nP1,2026-04-01,mentor,TIME_WORKLOAD\n",
    }
    steps = told(tmp_path, **more)
    assert [(step.do, step.by) for step in steps if step.file not in BEFORE] == [
        ("raise_conflict", BOSS),
        ("answer_conflict", MENTEE),
        ("set_goal", MENTEE),
        ("record_check_in", ADMINISTRATOR),
        ("report_progress", MENTEE),
        ("pause", ADMINISTRATOR),
        ("resume", ADMINISTRATOR),
        ("explain_silence", MENTOR),
    ]
    assert says(steps, "raise_conflict")["meeting_id"] == says(steps, "report_held")["meeting_id"]
    assert says(steps, "answer_conflict")["contingency"] == 0


BEFORE = {"partnerships.csv", "meetings.csv"}
