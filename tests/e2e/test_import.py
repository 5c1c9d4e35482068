"""A program of spreadsheets becomes partnerships and alerts, and the same rows change nothing."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from psycopg import connect

from cli.importing.api import Api, development_token
from cli.importing.ids import program_id
from cli.importing.sheets import PROGRAM
from deploy.local.hearing import wait_until_heard
from deploy.local.stack import Stack
from shared.clock import now
from tests.support.imports import (
    ENTITIES,
    alerts_in,
    counts,
    events_everywhere,
    mentoring,
    write_example_as,
)
from tests.support.reliving import alerts_of, keys_of
from tests.support.spreadsheets import replaced, write_spreadsheets

ADMINISTRATOR = "staff-1002"


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
