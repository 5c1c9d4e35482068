"""Reads spreadsheets saved as CSV: any of `,` `;` or tab, with or without BOM, quoted cells."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.importing.problems import Problem, UnreadableError

DELIMITERS = ",;\t"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One record: where it begins in the file, and its cells that are not empty."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Table:
    file: str
    columns: Sequence[str]
    lines: Sequence[Line]
    problems: Sequence[Problem]


def read_table(path: Path) -> Table:
    records = list(records_of(path.name, text_of(path)))
    if not records:
        raise UnreadableError(
            [Problem(file=path.name, says="is empty; the first line names columns")]
        )
    columns = [name.strip().lower() for name in records[0][1]]
    body = [(line, cells) for line, cells in records[1:] if any(map(str.strip, cells))]
    return Table(
        file=path.name,
        columns=columns,
        lines=[Line(line=line, cells=filled(columns, cells)) for line, cells in body],
        problems=[
            Problem(file=path.name, line=line, says=too_long(cells, columns))
            for line, cells in body
            if len(cells) > len(columns)
        ],
    )


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        says = "is not UTF-8; save it as 'CSV UTF-8'"
        raise UnreadableError([Problem(file=path.name, says=says)]) from error


def records_of(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter(text), strict=True)
    begin = 1
    try:
        for cells in reader:
            yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        says = f'cannot be read ({error}); quote cells with "…" and double a quote inside'
        raise UnreadableError([Problem(file=file, line=begin, says=says)]) from error


def delimiter(text: str) -> str:
    """Tell the delimiter from the line of column names, the only line without cell texts."""
    try:
        return csv.Sniffer().sniff(text.partition("\n")[0], DELIMITERS).delimiter
    except csv.Error:
        return ","


def filled(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    pairs = zip(columns, cells, strict=False)
    return {column: cell.strip() for column, cell in pairs if cell.strip()}


def too_long(cells: Sequence[str], columns: Sequence[str]) -> str:
    return f'has {len(cells)} cells, but there are {len(columns)} columns; quote cells with "…"'
