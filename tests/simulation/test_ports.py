"""What relay and consumer rely on: the stores in memory promise what PostgreSQL does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from psycopg.errors import SerializationFailure, UniqueViolation

from shared.clock import now
from shared.envelope import Answered, Recorded
from shared.errors import IdempotencyKeyReusedError, VersionConflictError
from shared.events.enrollment import TOPIC
from shared.heard import Heard, Raw, read_event
from shared.outbox import Outbox, Unsaid
from shared.parked import Parked
from shared.positions import FenceLostError, Position
from tests.simulation.places import Line, Outcome, Place
from tests.support.eventually import eventually
from tests.support.pipes import headers
from tests.support.programs import addition, created, request

PARTITION = (TOPIC, 0)


def test_an_append_is_whole_once_and_where_it_was_expected(place: Place) -> None:
    first = place.append(addition("program-1", 0, events=2), request())
    again = place.append(addition("program-1", 0, events=2), request())
    assert not isinstance(first, Answered)
    assert isinstance(again, Answered)
    assert again.event_ids == [event.id for event in first]
    assert [event.version for event in first] == [1, 2]
    with pytest.raises(IdempotencyKeyReusedError):
        place.append(addition("program-1", 2), request(digest="another"))
    for expected in (0, 1, 3):
        with pytest.raises(VersionConflictError):
            place.append(addition("program-1", expected))
    assert _said(place.unsaid()) == [("program-1", 1), ("program-1", 2)]


def test_a_transaction_is_kept_whole_or_not_at_all(place: Place) -> None:
    _append_together(place.line(), ("program-2", 0), ("program-1", 0))
    with pytest.raises(VersionConflictError):
        _append_together(place.line(), ("program-1", 1), ("program-2", 7))
    assert sorted(_said(place.unsaid())) == [("program-1", 1), ("program-2", 1)]


def test_an_older_transaction_that_was_overtaken_is_refused(place: Place) -> None:
    older = place.line()
    with older.transaction():
        older.number()
        place.append(addition("program-1", 0))
        with pytest.raises(SerializationFailure):
            older.append_many([addition("program-1", 1)])


def test_imported_events_keep_their_times(place: Place) -> None:
    long_ago = now() - timedelta(days=90)
    imported = msgspec.structs.replace(
        addition("program-1", 0), events=[created(recorded_at=long_ago)], imported_at=now()
    )
    event = _one(place.append(imported))
    assert event.recorded_at == long_ago
    assert event.imported_at is not None
    assert event.imported_at >= long_ago


def test_nothing_is_recorded_before_a_mark_under_a_later_number(place: Place) -> None:
    _, at = place.unsaid().mark()
    event = _one(place.append(addition("program-1", 0)))
    assert event.recorded_at >= at


def test_what_is_behind_an_open_transaction_waits_and_comes_behind_it(place: Place) -> None:
    unsaid, early = place.unsaid(), place.line()
    with early.transaction():
        early.number()
        place.append(addition("late", 0))
        early.append_many([addition("early", 0)])
        assert not _said_now(unsaid)
    assert _said(unsaid) == [("early", 1), ("late", 1)]


def test_rounds_go_on_where_the_last_one_ended(place: Place) -> None:
    place.append(addition("program-1", 0, events=3))
    _said(place.unsaid())
    outbox = Outbox(place.unsaid(), most=2)
    first, second = outbox.read(), outbox.read()
    assert (len(first.events), len(second.events)) == (2, 1)
    assert first.full
    assert not second.full
    assert first.below < second.below


def test_the_checkpoint_moves_for_who_took_hold_last(place: Place) -> None:
    old, new = place.unsaid(), place.unsaid()
    lost, _ = old.take_hold()
    fence, checkpoint = new.take_hold()
    assert (fence > lost, checkpoint) == (True, (0, 0))
    assert not old.move(lost, (9, 9), None, [])
    assert new.move(fence, (7, 3), now(), [])
    assert old.take_hold()[1] == (7, 3)


def test_positions_move_for_who_took_them_last(place: Place) -> None:
    zombie, heir = place.line().ledger, place.line().ledger
    lost = zombie.take([PARTITION])[PARTITION]
    kept = heir.take([PARTITION])[PARTITION]
    moved = Position(offset=7, fence=kept.fence, through=now())
    heir.move({PARTITION: moved})
    with pytest.raises(FenceLostError):
        zombie.move({PARTITION: replace(moved, fence=lost.fence, offset=3)})
    assert heir.take([PARTITION])[PARTITION] == replace(moved, fence=kept.fence + 1)


def test_a_journal_knows_how_far_a_stream_is(place: Place) -> None:
    ledger = place.line().ledger
    facts = [_fact("program-1", 1, 0), _fact("program-1", 2, 1)]
    with ledger.transaction():
        ledger.keep(facts)
        with pytest.raises(UniqueViolation), ledger.transaction():
            ledger.keep([_fact("program-2", 1, 2), *facts])
    with ledger.transaction(force_rollback=True):
        ledger.keep([_fact("program-3", 1, 3)])
    streams = ["program-1", "program-2", "program-3"]
    known = ledger.known(streams)
    assert [(known[stream].version, known[stream].parked) for stream in streams] == [
        (2, False),
        (0, False),
        (0, False),
    ]
    assert ledger.known_ids(facts) == {("program-1", fact.version): fact.id for fact in facts}
    with pytest.raises(UniqueViolation):
        ledger.keep(facts[:1])


def test_what_is_parked_comes_out_in_its_order(place: Place) -> None:
    ledger = place.line().ledger
    ledger.take([PARTITION])
    records = [_parked(3, 5), _parked(2, 6), _parked(None, 7)]
    ledger.park(records)
    ledger.park(records[:1])
    assert ledger.known(["program-1"])["program-1"].parked
    with ledger.transaction():
        out = ledger.take_out("program-1")
    assert [raw.offset for raw in out] == [7, 6, 5]
    assert not ledger.known(["program-1"])["program-1"].parked


def _said_now(unsaid: Unsaid) -> list[tuple[str, int]]:
    found = unsaid.events((0, 0), unsaid.oldest_open(), 100)
    facts = [read_event(Raw(TOPIC, 0, 0, *message)) for _, message in found]
    return [(fact.stream, fact.version) for fact in facts]


def _said(unsaid: Unsaid) -> list[tuple[str, int]]:
    """In a cluster that others use too, what is committed may have to wait."""
    return eventually(lambda: _said_now(unsaid), 60)


def _append_together(line: Line, *heads: tuple[str, int]) -> None:
    """Append to each stream, one statement after the other, in one transaction."""
    with line.transaction():
        for head in heads:
            line.append_many([addition(*head)])


def _one(outcome: Outcome) -> Recorded[Any]:
    assert not isinstance(outcome, Answered)
    (event,) = outcome
    return event


def _raw(stream: str, version: int, offset: int) -> Raw:
    return Raw(*PARTITION, offset, stream.encode(), b"{}", headers(stream, version))


def _fact(stream: str, version: int, offset: int) -> Heard:
    return read_event(_raw(stream, version, offset))


def _parked(version: int | None, offset: int) -> Parked:
    raw = _raw("program-1", version or 1, offset)
    return Parked(raw=raw, stream="program-1", version=version, reason="a reason")
