"""A service's own immutable copy of everything it has heard and acted upon, each event once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.database import Connection
from shared.heard import Heard

_COLUMNS = """
    stream, version, id, type, source, data, actor, correlation_id, causation_id, traceparent,
    occurred_at, recorded_at, imported_at, topic, partition, "offset"
"""


@dataclass(frozen=True, kw_only=True)
class Known:
    """How far a stream is known, and whether it is parked there."""

    version: int
    parked: bool


def known(connection: Connection, streams: Collection[str]) -> Mapping[str, Known]:
    rows = connection.execute(
        """
        SELECT
            stream,
            greatest(
                0,
                (SELECT max(version) FROM journal WHERE journal.stream = asked.stream),
                (SELECT max(version) FROM parked
                 WHERE parked.stream = asked.stream AND dropped_at IS NOT NULL)
            ),
            EXISTS (
                SELECT FROM parked WHERE parked.stream = asked.stream AND dropped_at IS NULL
            )
        FROM unnest(%s::text[]) AS asked (stream)
        """,
        (list(streams),),
    )
    return {stream: Known(version=version, parked=parked) for stream, version, parked in rows}


def known_ids(connection: Connection, facts: Sequence[Heard]) -> dict[tuple[str, int], UUID]:
    """Return the ids under which these versions of streams were heard first."""
    rows = connection.execute(
        """
        SELECT stream, version, id
        FROM journal
        JOIN unnest(%s::text[], %s::integer[]) AS asked (stream, version) USING (stream, version)
        """,
        ([fact.stream for fact in facts], [fact.version for fact in facts]),
    )
    return {(stream, version): id_ for stream, version, id_ in rows}


def keep(connection: Connection, facts: Sequence[Heard]) -> None:
    with connection.cursor().copy(f"COPY journal ({_COLUMNS}) FROM STDIN") as copy:
        for fact in facts:
            copy.write_row(_row(fact))


def _row(fact: Heard) -> tuple[object, ...]:
    return (
        fact.stream,
        fact.version,
        fact.id,
        fact.type,
        fact.source,
        fact.data.decode(),
        fact.actor,
        fact.correlation_id,
        fact.causation_id,
        fact.traceparent,
        fact.occurred_at,
        fact.recorded_at,
        fact.imported_at,
        fact.topic,
        fact.partition,
        fact.offset,
    )
