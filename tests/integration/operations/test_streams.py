"""What a service has recorded is shown as it stands, and can be said again."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

import pytest

from shared.audit import entries
from shared.cloudevents import from_json
from shared.database import connect
from shared.events.enrollment import TOPIC
from shared.outbox import Outbox
from shared.settings import KafkaSettings
from shared.unsaid import UnsaidRows
from tests.support.commands import run
from tests.support.pipes import SPEAKER, records, relaying
from tests.support.storing import store

STREAM = f"program-{uuid4()}"


@pytest.fixture(autouse=True)
def recorded(databases: Mapping[str, str]) -> None:
    with connect(databases["enrollment"]) as connection:
        store(connection, STREAM, 2)
        store(connection, "person-1", 1)


def test_a_stream_is_shown_in_order(stores: Sequence[str]) -> None:
    lines = run("streams", "show", STREAM, *stores, "--json").stdout.splitlines()
    events = [from_json(line) for line in lines]
    assert [(event.stream, event.version) for event in events] == [(STREAM, 1), (STREAM, 2)]
    assert "ProgramCreated.v1" in run("streams", "show", STREAM, *stores).stdout
    run("streams", "show", f"program-{uuid4()}", *stores, code=1)
    assert "partnership-<id>" in run("streams", "show", "nobody", *stores, code=2).stderr


def test_events_are_found(stores: Sequence[str]) -> None:
    def found(*options: str) -> int:
        return len(run("streams", "find", *stores, "--json", *options).stdout.splitlines())

    assert found() == 3
    assert found("--type", "ProgramCreated", "--actor", "an administrator") == 3
    assert found("--type", "mentoring.ProgramCreated.v1", "--service", "partnerships") == 0
    assert (found("--type", "MeetingHeld"), found("--actor", "eve")) == (0, 0)
    assert found("--since", "2999-01-01T00:00:00Z") == 0
    assert found("--limit", "2") == 2
    assert STREAM in run("streams", "find", *stores).stdout
    assert "no event is like that" in run("streams", "find", *stores, "--actor", "eve").stderr
    assert "MeetingHeld" in run("streams", "find", *stores, "--type", "Metings", code=2).stderr


def test_what_was_said_is_said_again_as_it_was(
    databases: Mapping[str, str], places: Sequence[str], kafka: KafkaSettings
) -> None:
    run("streams", "say", STREAM, *places, code=1)
    with relaying(kafka, Outbox(UnsaidRows(databases["enrollment"], SPEAKER.source))) as relay:
        relay.step()
    with connect(databases["enrollment"]) as connection:
        store(connection, STREAM, 1, after=2)
        run("streams", "say", STREAM, "--as", "ada", *places)
        assert [entry.who for entry in entries(connection)] == ["ada"]
    first, second, *again = [
        (raw.key, raw.value, dict(raw.headers))
        for raw in records(kafka, TOPIC)
        if raw.key == STREAM.encode()
    ]
    assert again == [first, second]
