"""What a service has recorded and its relay has not yet said, in the safe order.

Everything is read as bytes that go out as they are: no data is decoded, parsed or encoded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString, NamedTuple, TypeAlias

from shared.cloudevents import header_name
from shared.database import Connection, connect
from shared.kafka.producer import Headers

Checkpoint: TypeAlias = tuple[int, int]
Row: TypeAlias = tuple[Any, ...]

ROUND = 2_000

_ATTRIBUTES = {
    "id": "id::text",
    "type": "'mentoring.' || type || '.v' || schema_version",
    "subject": "stream",
    "time": "occurred_at::text",
    "recordedtime": "recorded_at::text",
    "sequence": "lpad(version::text, 10, '0')",
    "partitionkey": "stream",
    "correlationid": "correlation_id::text",
    "causationid": "causation_id::text",
    "actor": "actor",
    "importedtime": "imported_at::text",
    "traceparent": "traceparent",
}
_NAMES = [header_name(attribute) for attribute in _ATTRIBUTES]
_INSTANTS = {"ce_time", "ce_recordedtime", "ce_importedtime"}

_EVENTS = f"""
    SELECT
        xid::text::bigint AS number, position, stream, data::text,
        {", ".join(_ATTRIBUTES.values())}
    FROM events
    WHERE (xid, position) > (%s::text::xid8, %s) AND xid < %s::text::xid8
    ORDER BY xid, position
    LIMIT {ROUND}
"""  # noqa: S608

_PEOPLE = f"""
    SELECT position, person_id::text, value::text
    FROM people_outbox
    WHERE xid < %s::text::xid8
    ORDER BY xid, position
    LIMIT {ROUND}
"""  # noqa: S608


class FenceLostError(Exception):
    """Another relay has started since: it goes on from here."""


class Message(NamedTuple):
    key: bytes
    value: bytes | None
    headers: Headers


@dataclass(frozen=True, kw_only=True)
class Round:
    """What was read at once. Of the transactions under the number `below` nothing is unread."""

    events: Sequence[Message]
    people: Sequence[Message]
    people_positions: Sequence[int]
    checkpoint: Checkpoint
    below: int

    @property
    def full(self) -> bool:
        """Whether there may be more."""
        return len(self.events) == ROUND or len(self.people) == ROUND


class Outbox:
    """One relay's hold on it: whoever takes hold later makes this one's `said` fail."""

    def __init__(self, database_url: str, source: str) -> None:
        # In SQL_ASCII texts come as the bytes that they are.
        self.connection: Connection = connect(database_url, encoding="SQL_ASCII")
        self._every_event: Headers = [
            ("content-type", b"application/json"),
            ("ce_specversion", b"1.0"),
            ("ce_source", source.encode()),
        ]
        self._fence, *checkpoint = self._take_hold()
        self.read_to: Checkpoint = (checkpoint[0], checkpoint[1])
        self._empty_below = 0

    def read(self) -> Round:
        """Read on, from where the last round ended."""
        below = self._oldest_open()
        if below == self._empty_below:
            return self._round([], [], below)
        events = self.connection.execute(_EVENTS, (*self.read_to, below)).fetchall()
        people = self.connection.execute(_PEOPLE, (below,)).fetchall()
        if events:
            self.read_to = events[-1][0], events[-1][1]
        round_ = self._round(events, people, self.read_to[0] if len(events) == ROUND else below)
        self._empty_below = 0 if round_.full else below
        return round_

    def said(self, round_: Round, through: datetime | None) -> None:
        """Move the checkpoint behind what was said, and forget what is personal in it."""
        with self.connection.transaction():
            moved = self.connection.execute(
                """
                UPDATE relay
                SET xid = %s::text::xid8, position = %s, through = greatest(through, %s)
                WHERE fence = %s
                """,
                (*round_.checkpoint, through, self._fence),
            )
            if moved.rowcount == 0:
                raise FenceLostError
            if round_.people_positions:
                self.connection.execute(
                    "DELETE FROM people_outbox WHERE position = ANY(%s)", (round_.people_positions,)
                )

    def close(self) -> None:
        self.connection.close()

    def _take_hold(self) -> tuple[int, int, int]:
        return self._row(
            "UPDATE relay SET fence = fence + 1 RETURNING fence, xid::text::bigint, position"
        )

    def _oldest_open(self) -> int:
        row = self._row("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(row[0])

    def _row(self, query: LiteralString) -> tuple[Any, ...]:
        row = self.connection.execute(query).fetchone()
        assert row is not None  # noqa: S101
        return row

    def _round(self, events: list[Row], people: list[Row], below: int) -> Round:
        return Round(
            events=[self._event(row) for row in events],
            people=[Message(key=key, value=value, headers=[]) for _, key, value in people],
            people_positions=[position for position, _, _ in people],
            checkpoint=self.read_to,
            below=below,
        )

    def _event(self, row: Row) -> Message:
        attributes = zip(_NAMES, row[4:], strict=True)
        said = [
            (name, _instant(value) if name in _INSTANTS else value)
            for name, value in attributes
            if value is not None
        ]
        return Message(key=row[2], value=row[3], headers=[*self._every_event, *said])


def _instant(text: bytes) -> bytes:
    """Write an instant as it is published, given as PostgreSQL writes it in UTC."""
    moment, _, fraction = text.removesuffix(b"+00").replace(b" ", b"T").partition(b".")
    return moment + b"." + fraction.ljust(6, b"0") + b"Z" if fraction else moment + b"Z"
