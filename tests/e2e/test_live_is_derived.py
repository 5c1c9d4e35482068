"""What the running system records of generated histories is what `mentoring derive` says of them.

LIVE_PARTNERSHIPS=2000 is the same at full size.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from secrets import token_hex

import pytest

from services.accountability.verify.verify import verify
from shared.settings import KafkaSettings
from shared.topics import ensure_topics
from tests.reference.facts import instant
from tests.support.consuming import Accountability, consuming
from tests.support.eventually import eventually
from tests.support.histories.bulk import bulk, interleaved
from tests.support.histories.places import TICK
from tests.support.histories.wire import Wire, lines
from tests.support.imports import MENTORING
from tests.support.saying import Relayed, relayed

PARTNERSHIPS = int(os.environ.get("LIVE_PARTNERSHIPS", "150"))
UNTIL = datetime(2028, 3, 1, tzinfo=UTC)
PATIENCE = 120


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
def accountability(
    kafka: KafkaSettings, fresh_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Accountability]:
    with consuming(fresh_database("accountability"), kafka, tmp_path) as it:
        yield it


def derived(events: list[Wire], folder: Path) -> bytes:
    file = folder / "events.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines(events)), encoding="utf-8")
    command: list[str | Path] = [MENTORING, "derive", file, "--until", UNTIL.isoformat()]
    return subprocess.run(command, check=True, capture_output=True).stdout


def chunks(events: list[Wire], rng: Random) -> Iterator[list[Wire]]:
    """Split anywhere, and say again what was said before, as after a crash of the relay."""
    at, most = 0, max(2, len(events) // 10)
    while at < len(events):
        end = at + rng.randrange(1, most)
        yield events[max(0, at - rng.randrange(most // 2)) : end]
        at = end


def require_same(accountability: Accountability, events: list[Wire], folder: Path) -> None:
    eventually(lambda: accountability.has_reached(UNTIL), PATIENCE)
    found = accountability.recorded()
    assert found == derived(events, folder)
    assert found.count(b"\n") > PARTNERSHIPS * 5
    verified = verify(accountability.connection)
    assert (verified.partnerships, verified.differences) == (PARTNERSHIPS, ())
    assert verified.alert_events == found.count(b"\n")


def test_in_any_order_across_partnerships_with_doubles_and_a_kill(
    accountability: Accountability, partnerships: Relayed, tmp_path: Path
) -> None:
    rng = Random(17)  # noqa: S311
    events = list(interleaved(list(bulk(PARTNERSHIPS, 21)), rng))
    said = list(chunks(events, rng))
    for chunk in said[: len(said) // 2]:
        partnerships.say(chunk)
    eventually(accountability.heard, PATIENCE)
    accountability.kill_and_start()
    for chunk in said[len(said) // 2 :]:
        partnerships.say(chunk)
    partnerships.let_time_pass(UNTIL)
    require_same(accountability, events, tmp_path)
    assert accountability.heard() == len(events)


def test_as_they_happen_with_time_passing_in_between(
    accountability: Accountability, partnerships: Relayed, tmp_path: Path
) -> None:
    rng = Random(18)  # noqa: S311
    events = sorted(interleaved(list(bulk(PARTNERSHIPS, 22)), rng), key=known_at)
    for chunk in chunks(events, rng):
        partnerships.say(chunk)
        partnerships.let_time_pass(known_at(chunk[-1]) - TICK)
    partnerships.let_time_pass(UNTIL)
    require_same(accountability, events, tmp_path)


def known_at(event: Wire) -> datetime:
    return instant(event["recordedtime"])
