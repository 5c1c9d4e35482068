"""A replay as an operator does it, killed on the way, while the live system goes on."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from secrets import token_hex
from typing import Any

import pytest

from services.accountability.replay.progress import Status, status
from services.accountability.replay.state import newest, required
from services.accountability.verify.verify import verify
from shared.database import connect
from shared.settings import KafkaSettings
from shared.topics import ensure_topics
from tests.support.consuming import Accountability, consuming
from tests.support.eventually import eventually
from tests.support.histories.bulk import bulk, interleaved
from tests.support.imports import MENTORING
from tests.support.saying import Relayed, relayed

PARTNERSHIPS = 120
UNTIL = datetime(2028, 3, 1, tzinfo=UTC)
PATIENCE = 120
# So slowly that what comes next finds it under way, however long a command takes to start.
SLOWLY = ("--workers", "2", "--rate", "200")
AT_A_CRAWL = ("--workers", "1", "--rate", "20")


@dataclass(frozen=True, kw_only=True)
class Operator:
    url: str

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [MENTORING, "replay", *arguments, "--json"],
            env={**os.environ, **self.environment()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def environment(self) -> dict[str, str]:
        return {"ACCOUNTABILITY_DATABASE_URL": self.url, "MENTORING_OPERATOR": "ada"}

    def ask(self, *arguments: str) -> tuple[int, Any]:
        with self.start(*arguments) as process:
            out, _ = process.communicate(timeout=PATIENCE)
            return process.returncode, json.loads(out) if out else None

    def parts_done(self) -> int:
        with connect(self.url) as connection:
            replay = newest(connection)
            return 0 if replay is None else status(connection, replay).parts_done

    def status(self) -> Status:
        with connect(self.url) as connection:
            return status(connection, required(connection, "running", "paused", "built"))


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    settings = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(settings)
    return settings


@pytest.fixture
def partnerships(kafka: KafkaSettings) -> Iterator[Relayed]:
    with relayed(kafka) as said:
        yield said


@pytest.fixture
def url(fresh_database: Callable[[str], str]) -> str:
    return fresh_database("accountability")


@pytest.fixture
def accountability(url: str, kafka: KafkaSettings, tmp_path: Path) -> Iterator[Accountability]:
    with consuming(url, kafka, tmp_path) as it:
        yield it


def a_worker_of(process: subprocess.Popen[str]) -> int:
    """Find a process that does parts; there is a third that keeps book of semaphores."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    for child in children.split():
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    return 0


def test_killed_twice_with_live_traffic_and_cut_over(
    accountability: Accountability, partnerships: Relayed, url: str
) -> None:
    operator = Operator(url=url)
    events = list(interleaved(list(bulk(PARTNERSHIPS, 21)), Random(17)))  # noqa: S311
    most = len(events) * 9 // 10
    partnerships.say(events[:most])
    eventually(lambda: accountability.heard() == most, PATIENCE)

    with operator.start("start", *SLOWLY) as first:
        eventually(lambda: operator.parts_done() >= 2, PATIENCE)
        first.kill()
    partnerships.say(events[most:])
    eventually(lambda: not operator.status().at_work, PATIENCE)
    done = operator.parts_done()

    with operator.start("resume", *SLOWLY) as second:
        eventually(lambda: operator.parts_done() > done, PATIENCE)
        os.kill(eventually(lambda: a_worker_of(second), PATIENCE), signal.SIGKILL)
        _, err = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert "resume" in err

    code, built = operator.ask("resume")
    assert (code, built["state"], built["parts_done"]) == (0, "built", built["parts"])
    partnerships.let_time_pass(UNTIL)
    code, outcome = operator.ask("cutover")
    assert code == 0, [each["first"] for each in outcome["compared"]]
    assert outcome["switched"]
    eventually(lambda: accountability.has_reached(UNTIL), PATIENCE)
    found = verify(accountability.connection)
    assert (found.partnerships, found.differences) == (PARTNERSHIPS, ())

    said = accountability.connection.execute("SELECT command FROM audit WHERE who = 'ada'")
    assert [command for (command,) in said] == [
        f"replay {each}" for each in ("start", "resume", "resume", "cutover")
    ]


def test_paused_and_cancelled_from_another_terminal(
    accountability: Accountability, partnerships: Relayed, url: str
) -> None:
    operator = Operator(url=url)
    events = [event for history in bulk(PARTNERSHIPS, 22) for event in history]
    partnerships.say(events)
    eventually(lambda: accountability.heard() == len(events), PATIENCE)
    with operator.start("start", *AT_A_CRAWL) as running:
        eventually(lambda: operator.parts_done() >= 1, PATIENCE)
        assert operator.ask("pause")[0] == 0
        assert running.wait(PATIENCE) == 3
    assert operator.status().state == "paused"
    with operator.start("resume", *AT_A_CRAWL) as running:
        eventually(lambda: operator.status().state == "running", PATIENCE)
        code, found = operator.ask("cancel")
        assert (code, found["state"]) == (0, "discarded")
        assert running.wait(PATIENCE) == 3
    assert operator.ask("cutover")[0] == 1
    assert verify(accountability.connection).differences == ()
