"""A program as spreadsheets: a folder with `program.json` and its CSV files, read as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import msgspec
from marshmallow import ValidationError

from cli.importing import columns, rows
from cli.importing.problems import Problem, UnreadableError
from cli.importing.tables import Line, Table, read_table
from shared.events.terms import DurationWeeks, Policy, Responsibilities

R = TypeVar("R", bound=rows.Row)

PROGRAM = "program.json"
REQUIRED = ("people.csv", "enrollments.csv", "partnerships.csv")
FILES: Mapping[str, type[columns.Columns]] = {
    "people.csv": columns.PersonColumns,
    "enrollments.csv": columns.EnrollmentColumns,
    "partnerships.csv": columns.PartnershipColumns,
    "agreements.csv": columns.AgreementColumns,
    "meetings.csv": columns.MeetingColumns,
    "pauses.csv": columns.PauseColumns,
    "goals.csv": columns.GoalColumns,
    "check_ins.csv": columns.CheckInColumns,
    "conflicts.csv": columns.ConflictColumns,
    "explanations.csv": columns.ExplanationColumns,
}


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    responsibilities: Responsibilities
    duration_weeks: DurationWeeks
    policy: Policy = Policy()


class ProgramFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`time_zone`: of dates outside partnerships; `administrator`: an e-mail of people.csv."""

    key: str
    time_zone: str
    administrator: str
    terms: Terms


@dataclass(frozen=True, kw_only=True)
class Sheets:
    program: ProgramFile
    tables: Mapping[str, Sequence[rows.Row]]

    def rows(self, row: type[R]) -> Sequence[R]:
        return cast(Sequence[R], self.tables.get(file_of(row), ()))


def file_of(row: type[rows.Row]) -> str:
    return next(file for file, schema in FILES.items() if schema.row is row)


def read_sheets(folder: Path) -> Sheets:
    """Read everything, or raise UnreadableError with every problem of every file."""
    problems: list[Problem] = []
    tables = {file: read_file(folder / file, problems) for file in FILES}
    program = read_program(folder / PROGRAM, problems)
    if problems or program is None:
        raise UnreadableError(problems)
    return Sheets(program=program, tables=tables)


def read_program(path: Path, problems: list[Problem]) -> ProgramFile | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=ProgramFile)
    except FileNotFoundError:
        problems.append(Problem(file=path.name, says=f"is missing in {path.parent}"))
    except msgspec.MsgspecError as error:
        problems.append(Problem(file=path.name, says=str(error)))
    return None


def read_file(path: Path, problems: list[Problem]) -> Sequence[rows.Row]:
    if not path.exists():
        if path.name in REQUIRED:
            problems.append(Problem(file=path.name, says=f"is missing in {path.parent}"))
        return ()
    try:
        table = read_table(path)
    except UnreadableError as error:
        problems.extend(error.problems)
        return ()
    problems.extend(table.problems)
    return read_lines(table, FILES[path.name](), problems)


def read_lines(
    table: Table, schema: columns.Columns, problems: list[Problem]
) -> Sequence[rows.Row]:
    wrong = list(wrong_columns(table, schema))
    if wrong:
        problems.extend(wrong)
        return ()
    loaded = [read_line(table.file, line, schema, problems) for line in table.lines]
    return tuple(row for row in loaded if row is not None)


def wrong_columns(table: Table, schema: columns.Columns) -> Iterator[Problem]:
    known = {field.data_key or name: field for name, field in schema.fields.items()}
    for column in table.columns:
        if column not in known:
            says = f"is no column of this file; there are {', '.join(known)}"
            yield Problem(file=table.file, line=1, column=column or "(empty)", says=says)
    for column, field in known.items():
        if field.required and column not in table.columns:
            yield Problem(file=table.file, line=1, column=column, says="is missing")
    for column in {name for name in table.columns if list(table.columns).count(name) > 1}:
        yield Problem(file=table.file, line=1, column=column, says="is there twice")


def read_line(
    file: str, line: Line, schema: columns.Columns, problems: list[Problem]
) -> rows.Row | None:
    try:
        return schema.row(line=line.line, **schema.load(line.cells))
    except ValidationError as error:
        problems.extend(problems_of(file, line.line, error))
        return None


def problems_of(file: str, line: int, error: ValidationError) -> Iterator[Problem]:
    messages = cast(dict[str, list[str]], error.messages)
    for column, says in messages.items():
        for text in says:
            yield Problem(file=file, line=line, column=column, says=text)
