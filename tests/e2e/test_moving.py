"""A program moves to another installation: whole, once, and with the same alerts."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from click.testing import Result

from cli.importing.ids import program_id
from deploy.local.databases import SERVICES
from deploy.local.hearing import wait_until_heard
from deploy.local.stack import Stack
from services.accountability.verify.verify import verify
from shared.database import connect
from shared.settings import KafkaSettings
from shared.topics import ensure_topics
from tests.support.commands import run
from tests.support.eventually import eventually
from tests.support.imports import MENTORING, mentoring, write_example_as
from tests.support.services import processes
from tests.support.speaking import administrator

KEY = "moved-example"
PATIENCE = 120


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Databases of its own, and how commands are told of them."""

    databases: Mapping[str, str]
    kafka: KafkaSettings

    def run(self, *arguments: str, code: int = 0) -> str:
        return self.result(*arguments, code=code).stdout

    def result(self, *arguments: str, code: int = 0) -> Result:
        return run(*arguments, *self.with_databases(), code=code)

    def load(self, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
        result = self.result("import-history", *map(str, arguments), *self.with_kafka(), code=code)
        assert result.stdout, result.stderr
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def start_to_load(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        options = [*self.with_databases(), *self.with_kafka()]
        return subprocess.Popen([MENTORING, "import-history", *arguments, *options])

    def with_databases(self) -> list[str]:
        return [f"--{service}-database={url}" for service, url in self.databases.items()]

    def with_kafka(self) -> list[str]:
        servers = ",".join(self.kafka.bootstrap_servers)
        return [f"--kafka={servers}", f"--topic-prefix={self.kafka.topic_prefix}", "--json"]

    def rows(self, service: str, query: str) -> list[tuple[Any, ...]]:
        with connect(self.databases[service]) as connection:
            return connection.execute(query.encode()).fetchall()


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What was exported."""

    history: Path
    names: Path


@pytest.fixture(scope="module")
def moved(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    """The example program, with an alert that an administrator has acknowledged."""
    folder = write_example_as(stack, tmp_path_factory.mktemp("example"), KEY)
    code, _, err = mentoring(stack, "import", folder)
    assert code == 0, err
    wait_until_heard(stack.database_url("accountability"))
    program, ada = str(program_id(KEY)), administrator(stack)
    (alert, *_) = ada.get("accountability", f"/alerts?program_id={program}").json()["items"]
    ada.post("accountability", f"/alerts/{alert['alert_id']}/acknowledgement", {})
    names = folder / "names.jsonl"
    code, out, err = mentoring(
        stack, "export", "--all", "--program", program, "--with-names", names
    )
    assert code == 0, err
    (folder / "history.jsonl").write_text(out, encoding="utf-8")
    return Moved(history=folder / "history.jsonl", names=names)


@pytest.fixture
def elsewhere(fresh_database: Callable[[str], str], kafka_bootstrap: str) -> Installation:
    kafka = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    databases = {service: fresh_database(service) for service in SERVICES}
    return Installation(databases=databases, kafka=kafka)


@pytest.fixture
def running(elsewhere: Installation) -> Iterator[None]:
    ensure_topics(elsewhere.kafka)
    with processes(elsewhere.databases, elsewhere.kafka):
        yield


def of(history: Path, service: str) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines()]
    return [event for event in events if event["source"] == f"/mentoring/{service}"]


def by_stream(events: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Who was known before the program comes first, so no place in the file is anybody's own."""
    streams: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        streams[event["subject"]].append(event)
    return streams


def derived(history: Path) -> str:
    return run("derive", str(history), "--until", "2027-01-01T00:00:00Z").stdout


def without_import(event: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name != "importedtime"}


@pytest.mark.usefixtures("running")
def test_a_program_moves_with_its_people_pairs_and_alerts(
    elsewhere: Installation, moved: Moved, tmp_path: Path
) -> None:
    assert elsewhere.load(moved.history, "--dry-run")["loaded"] is False
    assert elsewhere.rows("enrollment", "SELECT stream FROM streams") == []

    found = elsewhere.load(moved.history, "--with-names", moved.names, "--as", "ada")
    assert (found["loaded"], found["known"]) == (True, {})
    wait_until_heard(elsewhere.databases["accountability"])

    back = tmp_path / "back.jsonl"
    back.write_text(elsewhere.run("export", "--all"), encoding="utf-8")
    for service in SERVICES:
        told, kept = of(moved.history, service), of(back, service)
        assert len(told) > 20
        assert all(event["importedtime"] > told[0]["recordedtime"] for event in kept)
        key = lambda event: (event["subject"], event["sequence"])  # noqa: E731
        assert [without_import(event) for event in sorted(kept, key=key)] == [
            without_import(event) for event in sorted(told, key=key)
        ]
    assert derived(back) == derived(moved.history)
    with connect(elsewhere.databases["accountability"]) as connection:
        verified = verify(connection)
    assert (verified.differences, verified.partnerships > 20) == ((), True)

    acknowledged = "SELECT count(*) FROM alerts WHERE acknowledged_at IS NOT NULL"
    assert elsewhere.rows("accountability", acknowledged) == [(1,)]
    assert elsewhere.rows("accountability", "SELECT FROM deliveries") == []
    people = elsewhere.rows("enrollment", "SELECT count(*) FROM people WHERE name IS NOT NULL")
    eventually(
        lambda: elsewhere.rows("partnerships", "SELECT count(*) FROM names") == people, PATIENCE
    )
    assert ("ada",) in elsewhere.rows("partnerships", "SELECT who FROM audit")
    again = elsewhere.load(moved.history, "--with-names", moved.names)
    assert (again["new"], again["known"]) == ({}, found["new"])
    assert elsewhere.run("export", "--all") == back.read_text(encoding="utf-8")


def test_killed_on_the_way_it_loads_the_rest_the_next_time(
    elsewhere: Installation, moved: Moved
) -> None:
    ensure_topics(elsewhere.kafka)
    with elsewhere.start_to_load(moved.history, "--with-names", moved.names) as first:
        # Nobody relays what enrollment has said, so that partnerships' own history has to wait.
        eventually(lambda: elsewhere.rows("accountability", "SELECT FROM events LIMIT 1"), PATIENCE)
        first.kill()
    assert elsewhere.rows("partnerships", "SELECT FROM events") == []

    with processes(elsewhere.databases, elsewhere.kafka):
        found = elsewhere.load(moved.history, "--with-names", moved.names)
        wait_until_heard(elsewhere.databases["accountability"])
    assert (set(found["known"]), set(found["new"])) == (
        {"enrollment", "accountability"},
        {"partnerships"},
    )
    with connect(elsewhere.databases["accountability"]) as connection:
        assert verify(connection).differences == ()
    assert elsewhere.rows("accountability", "SELECT FROM deliveries") == []
    people = elsewhere.rows("enrollment", "SELECT count(*) FROM people WHERE name IS NOT NULL")
    assert people > [(20,)]


def lines_of(folder: Path, *events: dict[str, Any]) -> Path:
    file = folder / "some.jsonl"
    file.write_text("".join(f"{json.dumps(event)}\n" for event in events), encoding="utf-8")
    return file


def test_another_history_is_refused_and_nothing_of_the_file_is_loaded(
    elsewhere: Installation, moved: Moved, tmp_path: Path
) -> None:
    streams = by_stream(of(moved.history, "enrollment"))
    program, terms = streams.pop(f"program-{program_id(KEY)}")
    others = [event for events in streams.values() for event in events]
    elsewhere.load(lines_of(tmp_path, program, terms))
    before = elsewhere.rows("enrollment", "SELECT * FROM events")

    other = {**terms, "id": "00000000-0000-0000-0000-000000000001"}
    refused = elsewhere.load(lines_of(tmp_path, program, other, *others), code=1)
    (conflict,) = refused["conflicts"]
    assert ("another history" in conflict, refused["loaded"]) == (True, False)
    assert elsewhere.rows("enrollment", "SELECT * FROM events") == before

    longer = {**terms, "id": "00000000-0000-0000-0000-000000000001", "sequence": "0000000003"}
    (grown,) = elsewhere.load(lines_of(tmp_path, program, terms, longer), code=1)["conflicts"]
    assert "gone on" in grown
    assert elsewhere.load(lines_of(tmp_path, program))["known"] == {"enrollment": 1}


def test_what_partnerships_has_still_to_answer_cannot_be_exported(
    elsewhere: Installation, moved: Moved, tmp_path: Path
) -> None:
    program, _ = by_stream(of(moved.history, "enrollment"))[f"program-{program_id(KEY)}"]
    elsewhere.load(lines_of(tmp_path, program))
    elsewhere.run("export", "--all", "--patience", "1", code=1)
    assert len(elsewhere.run("export", "--service", "enrollment").splitlines()) == 1


IMPOSSIBLE: list[dict[str, Any]] = [
    {"sequence": "0000000002"},
    {"type": "mentoring.ProgramCreated.v9"},
    {"source": "/somebody"},
    {"time": "2999-01-01T00:00:00Z"},
    {"data": {}},
]


def test_what_cannot_be_a_history_is_refused_before_anything_is_loaded(
    elsewhere: Installation, moved: Moved, tmp_path: Path
) -> None:
    events = of(moved.history, "enrollment")
    person = next(event for event in events if event["subject"].startswith("person-"))
    created = by_stream(events)[f"program-{program_id(KEY)}"][0]
    late = lines_of(tmp_path, *of(moved.history, "partnerships"), *events)
    elsewhere.run("import-history", str(late), code=1)
    for change in IMPOSSIBLE:
        program = {**created, **change}
        elsewhere.run("import-history", str(lines_of(tmp_path, person, program)), code=1)
    assert elsewhere.rows("enrollment", "SELECT FROM events") == []
