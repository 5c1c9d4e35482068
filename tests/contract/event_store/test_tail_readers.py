"""Whoever reads it all in the safe order sees every event exactly once, per stream in order.

Writers overlap, are slow, change their minds, and take positions in another order than numbers.
"""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

import pytest
from psycopg.errors import DeadlockDetected, SerializationFailure

from shared.database import Connection, connect
from shared.errors import VersionConflictError
from shared.event_store.store import append_many
from shared.outbox import Checkpoint
from shared.unsaid import UnsaidRows
from tests.support.eventually import eventually
from tests.support.programs import addition

Place: TypeAlias = tuple[bytes, int]

STREAMS, WRITERS, TRANSACTIONS = 6, 5, 30
# How much each reader takes at once: an event, a handful, whatever there is.
READERS = (1, 7, 2_000)


@dataclass(kw_only=True)
class Reader:
    rows: UnsaidRows
    most: int
    after: Checkpoint = (0, 0)
    seen: list[Place] = field(default_factory=list)

    def read_until(self, written: Future[int]) -> None:
        """Read on until as much is seen as was written, or the time is up."""
        while not written.done():
            self._read_on()
        eventually(lambda: self._read_on() >= written.result(), 60)
        self.rows.close()

    def _read_on(self) -> int:
        for place, message in self.rows.events(self.after, self.rows.oldest_open(), self.most):
            self.after = place
            self.seen.append((message.key, int(dict(message.headers)["ce_sequence"])))
        return len(self.seen)


def test_every_reader_sees_every_event_once_while_transactions_overlap_stay_open_and_fail(
    database_url: str,
) -> None:
    readers = [Reader(rows=_rows(database_url), most=most) for most in READERS]
    written: Future[int] = Future()
    with ThreadPoolExecutor(WRITERS + len(READERS)) as threads:
        reading = [threads.submit(reader.read_until, written) for reader in readers]
        writing = [threads.submit(_write, database_url, seed) for seed in range(WRITERS)]
        written.set_result(sum(writer.result() for writer in writing))
        for each in reading:
            each.result()

    stored = _stored(database_url)
    assert len(stored) == written.result() > 0
    for reader in readers:
        assert sorted(reader.seen) == stored
        assert _by_stream(reader.seen) == _by_stream(stored)


def test_a_lower_position_that_is_committed_later_is_not_missed(database_url: str) -> None:
    rows = _rows(database_url)
    with connect(database_url) as slow, connect(database_url) as quick:
        with slow.transaction():
            append_many(slow, [addition("slow", 0)])
            append_many(quick, [addition("quick", 0)])
            assert not _all(rows)
        assert eventually(lambda: _all(rows), 60) == [b"slow", b"quick"]
    rows.close()


def test_a_higher_position_under_a_lower_number_comes_first(database_url: str) -> None:
    """Its number was taken early, its position late: what is read before it stands behind it."""
    rows = _rows(database_url)
    with connect(database_url) as early, connect(database_url) as late:
        with early.transaction():
            early.execute("SELECT pg_current_xact_id()")
            append_many(late, [addition("late", 0)])
            append_many(early, [addition("early", 0)])
            assert not _all(rows)
        assert eventually(lambda: _all(rows), 60) == [b"early", b"late"]
    rows.close()


@pytest.mark.parametrize("in_vain", [True, False])
def test_what_is_behind_an_open_transaction_waits(database_url: str, *, in_vain: bool) -> None:
    rows = _rows(database_url)
    with connect(database_url) as open_, connect(database_url) as other:
        with open_.transaction(force_rollback=in_vain):
            open_.execute("SELECT pg_current_xact_id()")
            append_many(other, [addition("program-1", 0)])
            assert not _all(rows)
        assert eventually(lambda: _all(rows), 60) == [b"program-1"]
    rows.close()


def _rows(database_url: str) -> UnsaidRows:
    return UnsaidRows(database_url, "/mentoring/enrollment")


def _all(rows: UnsaidRows) -> Sequence[bytes]:
    return [message.key for _, message in rows.events((0, 0), rows.oldest_open(), 2_000)]


def _stored(database_url: str) -> Sequence[Place]:
    with connect(database_url) as connection:
        rows = connection.execute("SELECT stream, version FROM events ORDER BY stream, version")
        return [(stream.encode(), version) for stream, version in rows]


def _by_stream(places: Sequence[Place]) -> dict[bytes, list[int]]:
    versions: dict[bytes, list[int]] = defaultdict(list)
    for stream, version in places:
        versions[stream].append(version)
    return versions


def _write(database_url: str, seed: int) -> int:
    random = Random(seed)  # noqa: S311
    with connect(database_url) as connection:
        return sum(_try(connection, random) for _ in range(TRANSACTIONS))


def _try(connection: Connection, random: Random) -> int:
    """Append to some streams in one transaction, perhaps slowly, perhaps in vain."""
    streams = random.sample(range(STREAMS), random.randint(1, 3))
    in_vain = random.random() < 0.3
    try:
        with connection.transaction(force_rollback=in_vain):
            if random.random() < 0.3:
                connection.execute("SELECT pg_current_xact_id(), pg_sleep(0.003)")
            for stream in streams:
                append_many(connection, [addition(f"s-{stream}", _version(connection, stream))])
            if random.random() < 0.1:
                connection.execute("SELECT pg_sleep(0.02)")
    except (VersionConflictError, SerializationFailure, DeadlockDetected):
        return 0
    return 0 if in_vain else len(streams)


def _version(connection: Connection, number: int) -> int:
    row = connection.execute(
        "SELECT version FROM streams WHERE stream = %s", (f"s-{number}",)
    ).fetchone()
    return row[0] if row else 0
