"""The rows of an outbox in PostgreSQL.

Everything is read as bytes that go out as they are: no data is decoded, parsed or encoded.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

from shared.cloudevents import header_name
from shared.database import Connection, connect
from shared.kafka.producer import Headers
from shared.outbox import Checkpoint, Message
from shared.watermark import Mark


def _instant(column: str) -> str:
    """Write an instant as it is published."""
    written = f"""to_char({column}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return f"replace({written}, '.000000Z', 'Z')"


_ATTRIBUTES = {
    "id": "id::text",
    "type": "'mentoring.' || type || '.v' || schema_version",
    "subject": "stream",
    "time": _instant("occurred_at"),
    "recordedtime": _instant("recorded_at"),
    "sequence": "lpad(version::text, 10, '0')",
    "partitionkey": "stream",
    "correlationid": "correlation_id::text",
    "causationid": "causation_id::text",
    "actor": "actor",
    "importedtime": _instant("imported_at"),
    "traceparent": "traceparent",
}
_NAMES = [header_name(attribute) for attribute in _ATTRIBUTES]

_EVENTS = f"""
    SELECT
        xid::text::bigint AS number, position, stream, data::text,
        {", ".join(_ATTRIBUTES.values())}
    FROM events
    WHERE (xid, position) > (%s::text::xid8, %s) AND xid < %s::text::xid8
    ORDER BY xid, position
    LIMIT %s
"""  # noqa: S608

_PEOPLE = """
    SELECT position, person_id::text, value::text
    FROM people_outbox
    WHERE xid < %s::text::xid8
    ORDER BY xid, position
    LIMIT %s
"""

_MOVE = """
    WITH
        moved AS (
            UPDATE relay
            SET xid = %s::text::xid8, position = %s, said_through = greatest(said_through, %s)
            WHERE fence = %s
            RETURNING fence
        ),
        forgotten AS (
            DELETE FROM people_outbox
            WHERE position = ANY(%s) AND EXISTS (SELECT FROM moved)
        )
    SELECT FROM moved
"""


class UnsaidRows:
    def __init__(self, database_url: str, source: str) -> None:
        # In SQL_ASCII texts come as the bytes that they are.
        self._connection: Connection = connect(database_url, encoding="SQL_ASCII")
        self._every_event: Headers = [
            ("content-type", b"application/json"),
            ("ce_specversion", b"1.0"),
            ("ce_source", source.encode()),
        ]

    def take_hold(self) -> tuple[int, Checkpoint]:
        fence, xid, position = self._row(
            "UPDATE relay SET fence = fence + 1 RETURNING fence, xid::text::bigint, position"
        )
        return fence, (xid, position)

    def mark(self) -> Mark:
        # Written down first: whoever is given a later number than the one below records later.
        (at,) = self._row(
            "UPDATE relay SET through = greatest(through, clock_timestamp()) RETURNING through"
        )
        (number,) = self._row("SELECT pg_current_xact_id()::text::bigint")
        return number, at

    def oldest_open(self) -> int:
        row = self._row("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(row[0])

    def events(
        self, after: Checkpoint, below: int, most: int
    ) -> Sequence[tuple[Checkpoint, Message]]:
        rows = self._connection.execute(_EVENTS, (*after, below, most))
        return [((row[0], row[1]), self._event(row)) for row in rows]

    def people(self, below: int, most: int) -> Sequence[tuple[int, Message]]:
        rows = self._connection.execute(_PEOPLE, (below, most))
        return [
            (position, Message(key=key, value=value, headers=[])) for position, key, value in rows
        ]

    def move(
        self, fence: int, checkpoint: Checkpoint, through: datetime | None, people: Sequence[int]
    ) -> bool:
        moved = self._connection.execute(_MOVE, (*checkpoint, through, fence, people))
        return moved.rowcount > 0

    def close(self) -> None:
        self._connection.close()

    def _row(self, query: LiteralString) -> tuple[Any, ...]:
        row = self._connection.execute(query).fetchone()
        assert row is not None  # noqa: S101
        return row

    def _event(self, row: tuple[Any, ...]) -> Message:
        said = [header for header in zip(_NAMES, row[4:], strict=True) if header[1] is not None]
        return Message(key=row[2], value=row[3], headers=[*self._every_event, *said])
