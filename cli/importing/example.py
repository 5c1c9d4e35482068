"""Writes the example program with dates: what it says relative to today becomes a fixed history."""

import csv
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

from cli.importing.moments import absolute
from cli.importing.sheets import PROGRAM
from cli.importing.tables import records_of, text_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "first-steps"


def write_example(folder: Path, today: date, source: Path = EXAMPLE) -> bool:
    """Write it, unless it is there already: its dates stay what they were."""
    if (folder / PROGRAM).exists():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob("*.csv")):
        text = with_dates(path, today)
        (folder / path.name).write_text(text, encoding="utf-8")
    # Last, for it is what says that the folder is complete.
    shutil.copyfile(source / PROGRAM, folder / PROGRAM)
    return True


def with_dates(path: Path, today: date) -> str:
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for _, cells in records_of(path.name, text_of(path)):
        writer.writerow([cell_with_dates(cell, today) for cell in cells])
    return written.getvalue()


def cell_with_dates(cell: str, today: date) -> str:
    """Each part of a cell on its own: `today-40: 1; today-10: 3` holds two dates."""
    return "; ".join(
        ": ".join(absolute(piece, today) for piece in part.split(": "))
        for part in cell.strip().split("; ")
    )
