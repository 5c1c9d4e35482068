"""Nothing of a history lies in the future: it was recorded before it is imported."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from cli.importing import rows
from cli.importing.enrolling import Terms, enrolling
from cli.importing.ids import person_id, program_id
from cli.importing.partnering import history
from cli.importing.problems import Problem
from cli.importing.sheets import Sheets
from cli.importing.steps import Step


def future_problems(sheets: Sheets, now: datetime) -> Iterator[Problem]:
    told = {(step.file, step.line): step for step in all_steps(sheets) if step.at > now}
    for (file, line), step in told.items():
        says = (
            f"{step.do} at {step.at.isoformat()} lies ahead; give days up to today "
            "(a meeting ahead needs the day that it was scheduled_on)"
        )
        yield Problem(file=file, line=line, says=says)


def all_steps(sheets: Sheets) -> Iterator[Step]:
    """Every step of the import, under the ids that new people would get."""
    people = {row.email: row for row in sheets.rows(rows.PersonRow)}
    ids = {email: person_id(email) for email in people}
    terms = Terms(program_id=program_id(sheets.program.key), version=1, digest="")
    for enrollment in sheets.rows(rows.EnrollmentRow):
        yield from enrolling(enrollment, people[enrollment.person], ids, terms).steps()
    for partnership in sheets.rows(rows.PartnershipRow):
        yield from history(sheets, partnership, UUID(int=0), ids)
