"""All lines about one partnership as one history, from the proposal to the end."""

from collections.abc import Iterator, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from cli.importing import rows
from cli.importing.agreeing import active_at, agreeing, iso
from cli.importing.course import Course
from cli.importing.ids import partnership_id
from cli.importing.meeting import Meeting
from cli.importing.sheets import Sheets
from cli.importing.steps import Step, in_order


def course_of(sheets: Sheets, row: rows.PartnershipRow, people: Mapping[str, UUID]) -> Course:
    managers = {person.email: person.manager for person in sheets.rows(rows.PersonRow)}
    by_role = {
        "mentor": row.mentor,
        "mentee": row.mentee,
        "mentor_manager": managers[row.mentor],
        "mentee_manager": managers[row.mentee],
        "administrator": sheets.program.administrator.lower(),
    }
    return Course(
        partnership_id=partnership_id(sheets.program.key, row.partnership),
        zone=ZoneInfo(row.time_zone),
        people={role: people[email] for role, email in by_role.items() if email is not None},
    )


def history(
    sheets: Sheets, row: rows.PartnershipRow, program_id: UUID, people: Mapping[str, UUID]
) -> list[Step]:
    course = course_of(sheets, row, people)
    return in_order(
        [
            proposal(course, row, program_id),
            *agreements(sheets, course, row),
            *pauses(sheets, course, row.partnership),
            *meetings(sheets, course, row),
            *conflicts(sheets, course, row.partnership),
            *goals(sheets, course, row.partnership),
            *check_ins(sheets, course, row.partnership),
            *explanations(sheets, course, row.partnership),
            *end(course, row),
        ]
    )


def proposal(course: Course, row: rows.PartnershipRow, program_id: UUID) -> Step:
    says = {
        "program_id": str(program_id),
        "mentor_id": str(course.people["mentor"]),
        "mentee_id": str(course.people["mentee"]),
        "time_zone": course.zone.key,
    }
    return course.step(row, row.proposed_on, "administrator", "propose", says)


def agreements(sheets: Sheets, course: Course, row: rows.PartnershipRow) -> Iterator[Step]:
    later = [a for a in sheets.rows(rows.AgreementRow) if a.partnership == row.partnership]
    drafted = row.drafted_on is not None
    for number, agreement in enumerate([row, *later] if drafted else later, start=1):
        yield from agreeing(course, agreement, number)


def meetings(sheets: Sheets, course: Course, row: rows.PartnershipRow) -> Iterator[Step]:
    for meeting in sheets.rows(rows.MeetingRow):
        if meeting.partnership == row.partnership:
            active = active_at(course, row)
            yield from Meeting(course=course, row=meeting, active_at=active).steps()


def pauses(sheets: Sheets, course: Course, key: str) -> Iterator[Step]:
    for row in sheets.rows(rows.PauseRow):
        if row.partnership != key:
            continue
        says = {
            "paused_on": iso(row.paused_on),
            "resumes_on": iso(row.resumes_on),
            "reason": row.reason,
        }
        yield course.step(row, row.recorded_on, row.by, "pause", says)
        if row.resumed_on is not None:
            says = {"resumed_on": iso(row.resumed_on.day)}
            yield course.step(row, row.resumed_on, row.by, "resume", says)


def conflicts(sheets: Sheets, course: Course, key: str) -> Iterator[Step]:
    for row in sheets.rows(rows.ConflictRow):
        if row.partnership != key:
            continue
        meeting_id = course.id_of("meeting", course.instant(row.meeting).isoformat())
        conflict_id = str(course.id_of("conflict", f"{row.role}/{meeting_id}"))
        says = {
            "conflict_id": conflict_id,
            "meeting_id": str(meeting_id),
            "role": row.role,
            "reason": row.reason,
        }
        yield course.step(row, row.raised_on, row.role, "raise_conflict", says)
        if row.answered_on is not None:
            answer = {
                "conflict_id": conflict_id,
                "outcome": row.outcome,
                "contingency": None if row.contingency is None else row.contingency - 1,
            }
            yield course.step(row, row.answered_on, row.answered_by, "answer_conflict", answer)


def goals(sheets: Sheets, course: Course, key: str) -> Iterator[Step]:
    for row in sheets.rows(rows.GoalRow):
        if row.partnership != key:
            continue
        goal_id = str(course.id_of("goal", row.goal))
        says = {"goal_id": goal_id, "due_on": iso(row.due_on)}
        yield course.step(row, row.set_on, "mentee", "set_goal", says)
        for when, level in row.progress:
            reported = {"goal_id": goal_id, "level": level}
            yield course.step(row, when, "mentee", "report_progress", reported)


def check_ins(sheets: Sheets, course: Course, key: str) -> Iterator[Step]:
    for row in sheets.rows(rows.CheckInRow):
        if row.partnership != key:
            continue
        talk = f"{row.with_}/{course.instant(row.on).isoformat()}"
        says = {
            "check_in_id": str(course.id_of("check-in", talk)),
            "with": row.with_,
            "meeting_as_agreed": row.meeting_as_agreed,
            "progress": row.progress,
            "obstacle": row.obstacle,
            "manager_respects_times": row.manager_respects_times,
            "rating": row.rating,
            "needs_help": row.needs_help,
        }
        yield course.step(row, row.on, "administrator", "record_check_in", says)


def explanations(sheets: Sheets, course: Course, key: str) -> Iterator[Step]:
    for row in sheets.rows(rows.ExplanationRow):
        if row.partnership == key:
            says = {"reason": row.reason, "next_meeting_on": iso(row.next_meeting_on)}
            yield course.step(row, row.on, row.by, "explain_silence", says)


def end(course: Course, row: rows.PartnershipRow) -> Iterator[Step]:
    if row.ended_on is not None:
        ended_on = iso(row.ended_on.day)
        says = {"ended_on": ended_on, "outcome": row.outcome, "reason": row.reason}
        yield course.step(row, row.ended_on, row.ended_by, "end", says)
