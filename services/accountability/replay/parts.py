"""A replay is cut into parts, each a transaction: done with all its rows, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.database import Connection
from shared.events import enrollment, partnerships

# A part is in memory as a whole, and its transaction holds newer events back from the relays.
_EVENTS_IN_A_PART = 4_000
_MOST_DIGITS = 5
_PREFIXES = {
    partnerships.SOURCE: ("partnership-",),
    enrollment.SOURCE: ("enrollment-", "person-", "program-"),
}


class DoneBeforeError(Exception):
    """Somebody else has done this part meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Part:
    replay_id: int
    number: int
    source: str
    low: str
    high: str | None


@dataclass(frozen=True, kw_only=True)
class Size:
    streams: int
    events: int


def cut(connection: Connection, replay_id: int, sizes: Mapping[str, Size]) -> None:
    """Cut what each source has said into parts of about the same size, without reading it."""
    for source, size in sizes.items():
        connection.execute(
            """
            INSERT INTO replay_parts (replay_id, number, source, low, high)
            SELECT
                %(replay_id)s,
                (SELECT count(*) FROM replay_parts WHERE replay_id = %(replay_id)s)
                    + row_number() OVER (ORDER BY low),
                %(source)s,
                low,
                lead(low) OVER (ORDER BY low)
            FROM unnest(%(lows)s::text[]) AS low
            """,
            {"replay_id": replay_id, "source": source, "lows": ["", *_lows(source, size.events)]},
        )


def _lows(source: str, events: int) -> Iterable[str]:
    """Ids are spread evenly, so their first digits cut them evenly."""
    digits = 0
    while 16**digits * _EVENTS_IN_A_PART < events and digits < _MOST_DIGITS:
        digits += 1
    for prefix in _PREFIXES[source]:
        for number in range(1 if prefix == _PREFIXES[source][0] else 0, 16**digits):
            yield f"{prefix}{number:0{digits}x}" if digits else prefix


def to_do(connection: Connection, replay_id: int) -> Sequence[Part]:
    rows = connection.execute(
        """
        SELECT number, source, low, high
        FROM replay_parts
        WHERE replay_id = %s AND done_at IS NULL
        ORDER BY number
        """,
        (replay_id,),
    )
    return [
        Part(replay_id=replay_id, number=number, source=source, low=low, high=high)
        for number, source, low, high in rows
    ]


def done(connection: Connection, part: Part, size: Size) -> None:
    """Note that a part is done, in the transaction that did it. Raises `DoneBeforeError`."""
    noted = connection.execute(
        """
        UPDATE replay_parts
        SET streams = %s, events = %s, done_at = clock_timestamp()
        WHERE replay_id = %s AND number = %s AND done_at IS NULL
        """,
        (size.streams, size.events, part.replay_id, part.number),
    )
    if noted.rowcount == 0:
        raise DoneBeforeError
