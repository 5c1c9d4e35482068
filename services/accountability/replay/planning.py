"""What a replay would take, measured on a sample that is folded and thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from services.accountability.replay.building import rebuild
from services.accountability.replay.projections import DIRECTORY, tables_of
from services.accountability.replay.sets import Schema, make, write_into
from services.accountability.replay.starting import sizes, total
from shared.database import Connection

_STREAMS_IN_SAMPLE = 200


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`bytes`: what the second set will take beside the `live_bytes` that the first has now."""

    projections: Sequence[str]
    tables: Sequence[str]
    streams: int
    events: int
    journal_bytes: int
    live_bytes: int
    sampled_events: int
    events_per_second: int
    seconds: int
    bytes: int


def plan(connection: Connection, projections: Sequence[str], workers: int) -> Plan:
    """Estimate. Nothing stays of it."""
    tables = tables_of(projections)
    size = total(sizes(connection, projections))
    sample = _sample(connection, projections)
    share = size.events / sample.events if sample.events else 0
    return Plan(
        projections=projections,
        tables=tables,
        streams=size.streams,
        events=size.events,
        journal_bytes=_bytes(connection, "public", ["journal"]),
        live_bytes=_bytes(connection, "public", tables),
        sampled_events=sample.events,
        events_per_second=round(workers * sample.events / sample.seconds),
        seconds=round(sample.seconds * share / workers),
        bytes=round(sample.bytes * share),
    )


@dataclass(frozen=True, kw_only=True)
class Sample:
    events: int
    seconds: float
    bytes: int


def _sample(connection: Connection, projections: Sequence[str]) -> Sample:
    tables = tables_of(projections)
    streams, events = _some_streams(connection, directory_only=list(projections) == [DIRECTORY])
    with connection.transaction(force_rollback=True):
        make(connection, "pg_temp", tables)
        write_into(connection, "pg_temp", tables)
        empty, began = _bytes(connection, "pg_temp", tables), perf_counter()
        rebuild(connection, projections, streams)
        seconds = perf_counter() - began
        grown = _bytes(connection, "pg_temp", tables) - empty
    return Sample(events=events, seconds=seconds, bytes=grown)


def _some_streams(connection: Connection, *, directory_only: bool) -> tuple[Sequence[str], int]:
    """Ids are spread evenly: those beside each other are as good as any."""
    rows = connection.execute(
        """
        SELECT stream, count(*)
        FROM journal
        WHERE stream >= %s
        GROUP BY stream
        ORDER BY stream
        LIMIT %s
        """,
        ("person-" if directory_only else "partnership-", _STREAMS_IN_SAMPLE),
    ).fetchall()
    return [stream for stream, _ in rows], sum(events for _, events in rows)


def _bytes(connection: Connection, schema: Schema, tables: Sequence[str]) -> int:
    row = connection.execute(
        "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name",
        ([f"{schema}.{table}" for table in tables],),
    ).fetchone()
    return int(row[0]) if row and row[0] is not None else 0
