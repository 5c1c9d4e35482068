"""A program of spreadsheets becomes partnerships and alerts, once, whatever happens meanwhile."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg import connect

from cli.importing.api import Api, development_token
from cli.importing.ids import program_id
from cli.importing.sheets import PROGRAM
from deploy.local.hearing import wait_until_heard
from deploy.local.processes import ISSUER, PIPES, WEB
from deploy.local.stack import Stack
from shared.clock import now
from tests.support.eventually import eventually
from tests.support.reliving import alerts_of, keys_of
from tests.support.spreadsheets import replaced, write_spreadsheets

MENTORING = Path(sys.executable).with_name("mentoring")
ADMINISTRATOR = "staff-1002"
EVERY_PROCESS = (*WEB, *PIPES, ISSUER)
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


@pytest.fixture(scope="module")
def example(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Imported, and heard by everybody."""
    folder = write_example_as(stack, tmp_path_factory.mktemp("example"), "imported-example")
    code, _, err = mentoring(stack, "import", folder)
    assert code == 0, err
    wait_until_heard(stack.database_url("accountability"))
    return folder


def test_every_alert_is_there_that_the_files_imply(stack: Stack, example: Path) -> None:
    found = alerts_in(stack, example)
    assert found == alerts_of(example, now())
    assert len(found) > 90


def test_the_administrator_sees_who_is_not_meeting(stack: Stack, example: Path) -> None:
    token = development_token(stack.addresses.issuer, ADMINISTRATOR)
    accountability = Api(url=stack.url("accountability"), token=token)
    known = json.loads((example / PROGRAM).read_text())["key"]
    pairs = accountability.find("/partnerships", program_id=str(program_id(known)))
    health = {keys_of(example)[pair["partnership_id"]]: pair["health"] for pair in pairs}
    assert {key for key, words in health.items() if words == "not meeting"} == {
        "P07",
        "P15",
        "P22",
        "P28",
    }
    assert (health["P09"], health["P24"], health["P04"]) == ("too early", "paused", "ended")
    assert sum(words == "on track" for words in health.values()) > len(health) / 2
    assert {pair["mentee"]["name"] for pair in pairs} >= {"Leonie Vogt", "Gonçalo Pires"}


def test_the_same_rows_again_change_nothing(stack: Stack, example: Path) -> None:
    before = events_everywhere(stack)
    code, out, _ = mentoring(stack, "import", example, "--json")
    assert code == 0
    assert counts(out) == {
        kind: {"new": 0, "same": number, "refused": 0} for kind, number in ENTITIES.items()
    }
    assert events_everywhere(stack) == before


def test_a_dry_run_says_what_would_be_done_and_does_nothing(stack: Stack, tmp_path: Path) -> None:
    folder = write_example_as(stack, tmp_path / "dry", "never-imported")
    before = events_everywhere(stack)
    code, out, _ = mentoring(stack, "import", folder, "--dry-run")
    assert code == 0
    assert "partnerships: 42 would be new, 0 there already" in out.splitlines()
    assert events_everywhere(stack) == before


def test_changed_rows_are_refused_and_new_ones_imported(stack: Stack, tmp_path: Path) -> None:
    assert mentoring(stack, "import", write_spreadsheets(tmp_path))[0] == 0
    before = events_everywhere(stack)

    write_spreadsheets(tmp_path, **replaced("meetings", "60,1,held", "50,1,held"))
    code, out, err = mentoring(stack, "import", tmp_path, "--json")
    assert (code, counts(out)["partnerships"]["refused"]) == (1, 1)
    assert "partnerships.csv line 2: was imported before with other rows" in err
    assert "meetings.csv line 2" in err
    assert events_everywhere(stack) == before

    write_spreadsheets(tmp_path, **with_another_pair())
    code, out, _ = mentoring(stack, "import", tmp_path, "--json")
    assert (code, counts(out)["partnerships"]) == (0, {"new": 1, "same": 1, "refused": 0})


def with_another_pair() -> dict[str, str]:
    """A second mentee for the same mentor."""
    return {
        **more("people", "mia@small.example,Mia Mentee", "max@small.example,Max Mentee"),
        **more("enrollments", "mia@small.example,mentee", "max@small.example,mentee"),
        **more(
            "partnerships",
            "P1,mo@small.example,mia@small.example",
            "P2,mo@small.example,max@small.example",
        ),
    }


def more(stem: str, old: str, new: str) -> dict[str, str]:
    """One more line: that which begins so, with another beginning."""
    text = replaced(stem, old, old)[stem]
    line = next(line for line in text.splitlines() if line.startswith(old))
    return {stem: f"{text}{line.replace(old, new)}\n"}


def test_a_history_that_cannot_have_been_is_refused_in_its_line(
    stack: Stack, tmp_path: Path
) -> None:
    write_spreadsheets(tmp_path, **replaced("meetings", "60,1,held", "60,2,held"))
    program = (tmp_path / PROGRAM).read_text().replace('"small"', '"impossible"')
    (tmp_path / PROGRAM).write_text(program)
    code, _, err = mentoring(stack, "import", tmp_path)
    assert code == 1
    assert "meetings.csv line 2: schedule_meeting: Slot 1 next falls on" in err


def test_imported_signatures_are_evidence_of_others(stack: Stack, example: Path) -> None:
    streams = [f"partnership-{known}" for known in keys_of(example)]
    with connect(stack.database_url("partnerships")) as connection:
        rows = connection.execute(
            """
            SELECT actor, data ->> 'signer_id', imported_at, recorded_at
            FROM events
            WHERE stream = ANY(%s) AND type = 'AgreementSigned'
            """,
            (streams,),
        ).fetchall()
    assert len(rows) > 150
    assert len({actor for actor, *_ in rows}) == 1
    assert all(actor != signer and UUID(actor) for actor, signer, *_ in rows)
    assert all(imported_at > recorded_at for *_, imported_at, recorded_at in rows)


def test_every_process_may_be_killed_during_an_import(stack: Stack, tmp_path: Path) -> None:
    folder = write_example_as(stack, tmp_path / "killed", "killed-meanwhile")
    importing = start_mentoring(stack, "import", folder, "--json")
    for name in EVERY_PROCESS:
        stack.kill(name)
        stack.start(name)
    assert importing.poll() is None
    stack.wait_until_ready()
    for name in EVERY_PROCESS:
        stack.kill(name)
        stack.start(name)
        stack.wait_until_ready([name])
    out, err = importing.communicate(timeout=120)

    assert importing.returncode == 0, err
    for kind, number in ENTITIES.items():
        done = counts(out)[kind]
        assert (done["new"] + done["same"], done["refused"]) == (number, 0)
    eventually(lambda: alerts_in(stack, folder) == alerts_of(folder, now()), seconds=60)
    assert mentoring(stack, "import", folder)[0] == 0
    assert alerts_in(stack, folder) == alerts_of(folder, now())
