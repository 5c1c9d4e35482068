"""Imports into the running system, as one does them by hand, and what came of them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg import connect

from cli.importing.sheets import PROGRAM
from deploy.local.hearing import wait_until_heard
from deploy.local.stack import Stack
from tests.support.reliving import keys_of

MENTORING = Path(sys.executable).with_name("mentoring")
ENTITIES = {"programs": 1, "terms": 1, "people": 77, "enrollments": 64, "partnerships": 42}


def start_mentoring(stack: Stack, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [MENTORING, *arguments],
        env={**os.environ, "MENTORING_ADDRESSES": str(stack.addresses_file)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def mentoring(stack: Stack, *arguments: str | Path) -> tuple[int, str, str]:
    with start_mentoring(stack, *arguments) as process:
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err


def counts(summary: str) -> dict[str, Mapping[str, int]]:
    found: dict[str, Mapping[str, int]] = json.loads(summary)["counts"]
    return found


def write_example_as(stack: Stack, folder: Path, key: str) -> Path:
    """The example's people in a program of another name."""
    mentoring(stack, "example", folder)
    program = (folder / PROGRAM).read_text(encoding="utf-8")
    (folder / PROGRAM).write_text(program.replace('"first-steps"', f'"{key}"'), encoding="utf-8")
    return folder


def alerts_in(stack: Stack, folder: Path) -> list[dict[str, Any]]:
    """What accountability has said about the partnerships of these files, in its own order."""
    wait_until_heard(stack.database_url("accountability"))
    with connect(stack.database_url("accountability")) as connection:
        rows = connection.execute(
            """
            SELECT type, data
            FROM events
            WHERE stream = ANY(%s)
            ORDER BY stream, version
            """,
            ([f"partnership-{known}" for known in keys_of(folder)],),
        ).fetchall()
    return [{"data": data, "type": kind} for kind, data in rows]


def events_everywhere(stack: Stack) -> list[int]:
    wait_until_heard(stack.database_url("accountability"))
    found = []
    for service in ("enrollment", "partnerships", "accountability"):
        with connect(stack.database_url(service)) as connection:
            row = connection.execute("SELECT count(*) FROM events").fetchone()
            found.append(row[0] if row else 0)
    return found
