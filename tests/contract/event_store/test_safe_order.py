"""Whoever reads it all in the safe order sees every event exactly once, per stream in order."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from random import Random

from psycopg.errors import SerializationFailure

from shared.database import Connection, connect
from shared.errors import VersionConflictError
from shared.event_store.store import append_many
from shared.outbox import Outbox
from shared.unsaid import UnsaidRows
from tests.support.eventually import eventually
from tests.support.programs import addition

STREAMS = 5
WRITERS = 6


def test_a_reader_misses_nothing_while_transactions_overlap_stay_open_and_fail(
    database_url: str,
) -> None:
    seen: dict[bytes, list[int]] = defaultdict(list)
    outbox = Outbox(UnsaidRows(database_url, "/mentoring/enrollment"))
    with ThreadPoolExecutor(WRITERS) as threads:
        writers = [threads.submit(_write, database_url, seed) for seed in range(WRITERS)]
        while not all(writer.done() for writer in writers):
            _read_on(outbox, seen)
        committed = sum(writer.result() for writer in writers)
    eventually(lambda: _read_on(outbox, seen) >= committed)
    outbox.close()

    assert sum(len(versions) for versions in seen.values()) == committed > 0
    for versions in seen.values():
        assert versions == list(range(1, len(versions) + 1))


def test_what_is_behind_an_open_transaction_waits(database_url: str) -> None:
    outbox = Outbox(UnsaidRows(database_url, "/mentoring/enrollment"))
    with connect(database_url) as open_, connect(database_url) as other:
        with open_.transaction():
            open_.execute("SELECT pg_current_xact_id()")
            append_many(other, [addition("program-1", 0)])
            assert not outbox.read().events
        assert len(eventually(lambda: outbox.read().events)) == 1
    outbox.close()


def _write(database_url: str, seed: int) -> int:
    """Append one to three streams a transaction, some of them slowly, some of them in vain."""
    random = Random(seed)  # noqa: S311
    written = 0
    with connect(database_url) as connection:
        for _ in range(60):
            streams = random.sample(range(STREAMS), random.randint(1, 3))
            in_vain = random.random() < 0.3
            try:
                with connection.transaction(force_rollback=in_vain):
                    if random.random() < 0.3:
                        connection.execute("SELECT pg_current_xact_id(), pg_sleep(0.005)")
                    additions = [addition(f"s-{n}", _version(connection, n)) for n in streams]
                    append_many(connection, additions)
            except (VersionConflictError, SerializationFailure):
                continue
            written += 0 if in_vain else len(streams)
    return written


def _version(connection: Connection, number: int) -> int:
    row = connection.execute(
        "SELECT version FROM streams WHERE stream = %s", (f"s-{number}",)
    ).fetchone()
    return row[0] if row else 0


def _read_on(outbox: Outbox, seen: dict[bytes, list[int]]) -> int:
    for message in outbox.read().events:
        seen[message.key].append(int(dict(message.headers)["ce_sequence"]))
    return sum(len(versions) for versions in seen.values())
