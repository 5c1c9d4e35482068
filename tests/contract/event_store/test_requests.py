"""A command is carried out once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from shared.envelope import Answered
from shared.errors import IdempotencyKeyReusedError, VersionConflictError
from shared.event_store.store import EventStore
from shared.events.enrollment import ProgramEvent
from tests.support.programs import created, request, said

Store = EventStore[ProgramEvent]


def test_a_repeated_request_gets_its_first_answer(store: Store) -> None:
    new = created()
    store.append("program-1", [new], expected_version=0, said=said(), request=request())

    again = store.append(
        "program-1", [created()], expected_version=0, said=said(), request=request()
    )
    assert again == Answered(answer=request().answer, event_ids=[new.id], version=1)
    assert store.answered("a key", "a digest") == again
    assert store.read("program-1").version == 1


def test_a_key_is_not_used_for_another_request(store: Store) -> None:
    store.append("program-1", [created()], expected_version=0, said=said(), request=request())

    other = request(digest="another digest")
    with pytest.raises(IdempotencyKeyReusedError):
        store.append("program-1", [created()], expected_version=1, said=said(), request=other)
    with pytest.raises(IdempotencyKeyReusedError):
        store.answered("a key", "another digest")
    assert store.read("program-1").version == 1


def test_a_conflict_does_not_use_the_key_up(store: Store) -> None:
    with pytest.raises(VersionConflictError):
        store.append("program-1", [created()], expected_version=5, said=said(), request=request())

    assert store.answered("a key", "a digest") is None
    recorded = store.append(
        "program-1", [created()], expected_version=0, said=said(), request=request()
    )
    assert not isinstance(recorded, Answered)


def test_a_request_that_changes_nothing_is_remembered_too(store: Store) -> None:
    assert store.append("p", [], expected_version=0, said=said(), request=request()) == []
    assert isinstance(store.answered("a key", "a digest"), Answered)


def test_of_identical_requests_at_the_same_moment_one_is_carried_out(store: Store) -> None:
    ready = Barrier(8)

    def send(number: int) -> bool:
        ready.wait()
        # Each on a stream of its own, so that nothing but the key can stop the others.
        outcome = store.append(
            f"program-{number}", [created()], expected_version=0, said=said(), request=request()
        )
        return isinstance(outcome, Answered)

    with ThreadPoolExecutor(8) as senders:
        assert sorted(senders.map(send, range(8))) == [False] + [True] * 7
    assert sum(store.read(f"program-{number}").version for number in range(8)) == 1
