"""CSV as spreadsheet programs really write it."""

from pathlib import Path

import pytest

from cli.importing.problems import UnreadableError
from cli.importing.sheets import read_sheets
from cli.importing.tables import read_table
from tests.support.spreadsheets import FILES, write_spreadsheets

ROWS = [["a@x.example", "Ann, the first"], ["b@x.example", 'Bob "B"']]


@pytest.mark.parametrize(
    "text",
    [
        'email,name\na@x.example,"Ann, the first"\nb@x.example,"Bob ""B"""\n',
        '\ufeffemail;name\r\na@x.example;Ann, the first\r\nb@x.example;"Bob ""B"""\r\n',
        'email\tname\na@x.example\tAnn, the first\nb@x.example\t"Bob ""B"""\n',
        '"Email" , "Name"\n"a@x.example","Ann, the first"\n\n,,\nb@x.example,"Bob ""B"""',
    ],
    ids=["commas", "BOM, semicolons, CRLF", "tabs", "quotes, blank lines, no newline at the end"],
)
def test_any_usual_csv_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "people.csv").write_bytes(
        text.replace('"Email" , "Name"', '"Email","Name"').encode()
    )
    table = read_table(tmp_path / "people.csv")
    assert list(table.columns) == ["email", "name"]
    assert [[line.cells["email"], line.cells["name"]] for line in table.lines] == ROWS


def test_lines_are_counted_as_the_editor_does(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('email,name\na,"two\nlines"\n\nb,c\n')
    assert [line.line for line in read_table(tmp_path / "x.csv").lines] == [2, 5]


def test_a_cell_too_many_is_a_problem(tmp_path: Path) -> None:
    people = FILES["people.csv"].replace("Bo Boss", "Boss, Bo")
    write_spreadsheets(tmp_path, people=people)
    with pytest.raises(UnreadableError, match="line 3: has 5 cells, but there are 4 columns"):
        read_sheets(tmp_path)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes("name\nGonçalo\n".encode("latin-1"))
    with pytest.raises(UnreadableError, match=r"x\.csv: is not UTF-8"):
        read_table(tmp_path / "x.csv")


def test_an_open_quote_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('name,age\n"Ann,3\n')
    with pytest.raises(UnreadableError, match=r"x\.csv line 2: cannot be read"):
        read_table(tmp_path / "x.csv")
