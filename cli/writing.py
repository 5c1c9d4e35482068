"""How commands write what they found: one JSON document, or tables that cut nothing off."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from shared.events.event import encode, written

_WIDTH = 240

as_json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")


def write(found: Any) -> None:
    click.echo(encode(found).decode())


def table(title: str | None, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    found = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for name in names:
        found.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        found.add_row(*map(_cell, row))
    return found


def show(*tables: Table) -> None:
    """Print them, as wide as they are where nobody's terminal says how wide it is."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    for each in tables:
        console.print(each)


def _cell(value: Any) -> str:
    match value:
        case None:
            return "-"
        case datetime():
            return written(value)
        case float():
            return f"{value:.1f}"
        case _:
            return str(value)
