"""An import's entry in the audit log, where the database of the installation is known."""

import json
from pathlib import Path

import click

from cli.importing.outcome import Summary
from shared.audit import note
from shared.database import connect


def note_import(addresses: Path, operator: str, program: str, summary: Summary) -> None:
    """Note it in enrollment's database; over the network only the services know who it was."""
    try:
        database = json.loads(addresses.read_text(encoding="utf-8"))["databases"]["enrollment"]
    except (OSError, KeyError):
        click.echo(f"not in the audit log: {addresses} names no database", err=True)
        return
    with connect(database) as connection:
        arguments = {"program": program, "counts": summary.as_json()["counts"]}
        outcome = f"{len(summary.problems)} refused" if summary.problems else "done"
        note(connection, operator, "import", arguments, outcome)
