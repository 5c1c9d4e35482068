"""What one line must find in another: people, accepted enrollments, partnerships, meetings."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from cli.importing import rows
from cli.importing.problems import Problem
from cli.importing.sheets import FILES, PROGRAM, Sheets

R = TypeVar("R", bound=rows.Row)

PEOPLE = "people.csv"
ENROLLMENTS = "enrollments.csv"
PARTNERSHIPS = "partnerships.csv"
MEETINGS = "meetings.csv"


def problems_between(sheets: Sheets) -> Iterator[Problem]:
    people = {row.email: row for row in sheets.rows(rows.PersonRow)}
    if sheets.program.administrator.lower() not in people:
        says = f"administrator: {sheets.program.administrator!r} {UNKNOWN}"
        yield Problem(file=PROGRAM, says=says)
    yield from people_problems(sheets, people)
    yield from enrollment_problems(sheets, people)
    yield from partnership_problems(sheets, people)
    yield from references(sheets)
    yield from meeting_problems(sheets)


UNKNOWN = "is not in people.csv; give an e-mail of that file"


def people_problems(sheets: Sheets, people: Mapping[str, rows.PersonRow]) -> Iterator[Problem]:
    yield from repeated(PEOPLE, "email", sheets.rows(rows.PersonRow), lambda row: row.email)
    for row in sheets.rows(rows.PersonRow):
        if row.manager is not None and row.manager not in people:
            says = f"{row.manager!r} {UNKNOWN} or leave it empty"
            yield Problem(file=PEOPLE, line=row.line, column="manager", says=says)
        elif row.email in line_of(row.email, people):
            says = f"{row.manager!r} reports, in the end, to {row.email!r}; nobody is above oneself"
            yield Problem(file=PEOPLE, line=row.line, column="manager", says=says)


def line_of(email: str, people: Mapping[str, rows.PersonRow]) -> list[str]:
    """Whom somebody reports to, upwards; it ends where a circle closes."""
    line: list[str] = []
    person = people.get(email)
    while person is not None and person.manager is not None and person.manager not in line:
        line.append(person.manager)
        person = people.get(person.manager)
    return line


def enrollment_problems(sheets: Sheets, people: Mapping[str, rows.PersonRow]) -> Iterator[Problem]:
    found = sheets.rows(rows.EnrollmentRow)
    yield from repeated(ENROLLMENTS, "role", found, lambda row: (row.person, row.role))
    for row in found:
        for column, says in enrollment_mistakes(row, people.get(row.person)):
            yield Problem(file=ENROLLMENTS, line=row.line, column=column, says=says)


def enrollment_mistakes(
    row: rows.EnrollmentRow, person: rows.PersonRow | None
) -> Iterator[tuple[str, str]]:
    if person is None:
        yield "person", f"{row.person!r} {UNKNOWN}"
    elif row.manager_acknowledged_on is not None and person.manager is None:
        says = f"{row.person!r} has no manager in people.csv; name one there or leave this empty"
        yield "manager_acknowledged_on", says
    if row.role == "mentee" and row.capacity != 1:
        yield "capacity", f"'{row.capacity}' is for mentors; leave it empty for a mentee"


def partnership_problems(sheets: Sheets, people: Mapping[str, rows.PersonRow]) -> Iterator[Problem]:
    found = sheets.rows(rows.PartnershipRow)
    accepted = {
        (row.person, row.role)
        for row in sheets.rows(rows.EnrollmentRow)
        if row.acknowledged_on is not None and row.manager_acknowledged_on is not None
    }
    yield from repeated(PARTNERSHIPS, "partnership", found, lambda row: row.partnership)
    for row in found:
        for column, says in partner_mistakes(row, accepted, people):
            yield Problem(file=PARTNERSHIPS, line=row.line, column=column, says=says)


def partner_mistakes(
    row: rows.PartnershipRow,
    accepted: set[tuple[str, str]],
    people: Mapping[str, rows.PersonRow],
) -> Iterator[tuple[str, str]]:
    for role, email in (("mentor", row.mentor), ("mentee", row.mentee)):
        if email not in people:
            yield role, f"{email!r} {UNKNOWN}"
        elif (email, role) not in accepted:
            yield role, f"{email!r} is not accepted as {role}; {ACCEPTED}"
    if row.mentor == row.mentee:
        yield "mentee", "is the mentor; a partnership is between two people"
    elif row.mentor in line_of(row.mentee, people) or row.mentee in line_of(row.mentor, people):
        yield "mentor", "is in one reporting line with the mentee; choose somebody outside of it"


ACCEPTED = "enrollments.csv needs a line with both days of acknowledgement"


def references(sheets: Sheets) -> Iterator[Problem]:
    known = {row.partnership for row in sheets.rows(rows.PartnershipRow)}
    for file in FILES:
        for row in sheets.tables.get(file, ()):
            named = getattr(row, "partnership", None)
            if named is not None and named not in known:
                says = f"{named!r} is not in partnerships.csv; give a partnership of that file"
                yield Problem(file=file, line=row.line, column="partnership", says=says)


def meeting_problems(sheets: Sheets) -> Iterator[Problem]:
    found = sheets.rows(rows.MeetingRow)
    planned = [row for row in found if row.planned is not None]
    yield from repeated(MEETINGS, "planned", planned, lambda row: (row.partnership, row.planned))
    for row in found:
        for column, says in meeting_mistakes(row):
            yield Problem(file=MEETINGS, line=row.line, column=column, says=says)
    known = {(row.partnership, row.planned) for row in planned}
    for conflict in sheets.rows(rows.ConflictRow):
        if (conflict.partnership, conflict.meeting) not in known:
            says = "is not planned in meetings.csv; give the `planned` of a line there"
            yield Problem(file="conflicts.csv", line=conflict.line, column="meeting", says=says)


def meeting_mistakes(row: rows.MeetingRow) -> Iterator[tuple[str, str]]:
    if row.status == "held" and row.planned is None and row.started is None:
        yield "started", "is empty; a meeting that was not planned needs it"
    if len(row.moved_to) != len(row.moved_on):
        says = f"has {len(row.moved_on)} days, moved_to has {len(row.moved_to)}; give one for each"
        yield "moved_on", says
    if row.status in {"scheduled", "moved", "cancelled"} and row.answer is not None:
        yield "answer", "is for meetings held or missed; leave it empty"


def repeated(
    file: str, column: str, found: Iterable[R], key: Callable[[R], object]
) -> Iterator[Problem]:
    found = list(found)
    times = Counter(key(row) for row in found)
    first: dict[object, int] = {}
    for row in found:
        at = first.setdefault(key(row), row.line)
        if times[key(row)] > 1 and at != row.line:
            says = f"is the same as in line {at}; keep one of the two"
            yield Problem(file=file, line=row.line, column=column, says=says)
