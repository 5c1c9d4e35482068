"""Takes back from its own topic what a service has said there, and its database has lost."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from shared.database import Connection
from shared.envelope import Recorded
from shared.event_store.rows import COLUMNS, from_row
from shared.heard import Heard, Raw, UnreadableError, read_event
from shared.kafka.client import end_offsets
from shared.kafka.ranges import read_ranges
from shared.settings import KafkaSettings
from shared.vocabulary import Vocabulary

# Told, now and then, how many of how many records were read.
Progress: TypeAlias = Callable[[int, int], None]
T = TypeVar("T")

# Under this number an event counts as said; see `shared.restore`.
SAID = "1"
_AT_ONCE = 2_000

_COPY = """
    COPY events (
        stream, version, id, type, schema_version, data, actor, correlation_id, causation_id,
        traceparent, occurred_at, recorded_at, imported_at, xid
    ) FROM STDIN
"""


class ForkedError(Exception):
    """The topic and the database tell different histories."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`events`: how many were taken back; they stand behind the position `after`."""

    records: int
    events: int
    after: int


def take_back(
    connection: Connection, kafka: KafkaSettings, topic: str, progress: Progress
) -> Taken:
    """Record what the topic holds and the database does not, in the caller's transaction.

    What was said is listed in the table `said`, of this transaction. Raises `ForkedError`.
    """
    ends = end_offsets(kafka, topic)
    total, read, events = sum(ends.values()), 0, 0
    after = _last_position(connection)
    ranges = {(topic, partition): range(end) for partition, end in ends.items()}
    records = (
        Raw(topic, record.partition, record.offset, record.key, record.value, record.headers)
        for _, record in read_ranges(kafka, ranges)
    )
    for batch in batches(records, _AT_ONCE):
        events += _take_back(connection, list(_facts(batch)))
        read += len(batch)
        progress(read, total)
    return Taken(records=total, events=events, after=after)


def taken_back(
    connection: Connection, taken: Taken, vocabulary: Vocabulary
) -> Iterator[Sequence[Recorded[Any]]]:
    """Yield it in the order in which it was recorded, some at once."""
    with connection.cursor(name="taken_back") as cursor:
        rows = cursor.execute(
            f"""
            SELECT {COLUMNS} FROM events
            WHERE position > %s
            ORDER BY recorded_at, stream, version
            """,  # noqa: S608 - our own text
            (taken.after,),
        )
        for batch in batches(rows, _AT_ONCE):
            yield [from_row(row, vocabulary) for row in batch]


def batches(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def _last_position(connection: Connection) -> int:
    row = connection.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()
    return row[0] if row else 0


def _facts(records: Iterable[Raw]) -> Iterator[Heard]:
    """Read events; what is none, the service did not say."""
    for raw in records:
        try:
            yield read_event(raw)
        except UnreadableError:
            continue


def _take_back(connection: Connection, facts: Sequence[Heard]) -> int:
    known = _known(connection, facts)
    heads = _heads(connection, facts)
    missing: list[Heard] = []
    for fact in facts:
        place = fact.stream, fact.version
        if known.setdefault(place, fact.id) != fact.id:
            raise ForkedError(f"{fact.stream} has two events under version {fact.version}")
        if fact.version > heads[fact.stream]:
            if fact.version > heads[fact.stream] + 1:
                raise ForkedError(f"{fact.stream}: version {fact.version - 1} is nowhere")
            heads[fact.stream] = fact.version
            missing.append(fact)
    _record(connection, missing)
    _note_said(connection, facts)
    return len(missing)


def _known(connection: Connection, facts: Sequence[Heard]) -> dict[tuple[str, int], UUID]:
    rows = connection.execute(
        """
        SELECT stream, version, id
        FROM events
        JOIN unnest(%s::text[], %s::integer[]) AS asked (stream, version) USING (stream, version)
        """,
        ([fact.stream for fact in facts], [fact.version for fact in facts]),
    )
    return {(stream, version): id_ for stream, version, id_ in rows}


def _heads(connection: Connection, facts: Sequence[Heard]) -> dict[str, int]:
    streams = {fact.stream for fact in facts}
    rows = connection.execute(
        "SELECT stream, version FROM streams WHERE stream = ANY(%s)", (list(streams),)
    )
    return {**dict.fromkeys(streams, 0), **dict(rows.fetchall())}


def _record(connection: Connection, facts: Sequence[Heard]) -> None:
    with connection.cursor().copy(_COPY) as copy:
        for fact in facts:
            copy.write_row(_row(fact))
    connection.execute(
        """
        INSERT INTO streams (stream, version, last_xid, last_recorded_at)
        SELECT stream, max(version), %s::xid8, max(recorded_at)
        FROM unnest(%s::text[], %s::integer[], %s::timestamptz[])
            AS new (stream, version, recorded_at)
        GROUP BY stream
        ON CONFLICT (stream) DO UPDATE
        SET version = excluded.version, last_recorded_at = excluded.last_recorded_at
        """,
        (
            SAID,
            [fact.stream for fact in facts],
            [fact.version for fact in facts],
            [fact.recorded_at for fact in facts],
        ),
    )


def _row(fact: Heard) -> tuple[object, ...]:
    name, _, version = fact.type.removeprefix("mentoring.").rpartition(".v")
    return (
        fact.stream,
        fact.version,
        fact.id,
        name,
        int(version),
        fact.data.decode(),
        fact.actor,
        fact.correlation_id,
        fact.causation_id,
        fact.traceparent,
        fact.occurred_at,
        fact.recorded_at,
        fact.imported_at,
        SAID,
    )


def _note_said(connection: Connection, facts: Sequence[Heard]) -> None:
    connection.execute(
        """
        INSERT INTO said (stream, version)
        SELECT stream, max(version)
        FROM unnest(%s::text[], %s::integer[]) AS new (stream, version)
        GROUP BY stream
        ON CONFLICT (stream) DO UPDATE SET version = greatest(said.version, excluded.version)
        """,
        ([fact.stream for fact in facts], [fact.version for fact in facts]),
    )
