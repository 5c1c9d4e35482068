"""A journal as long as wanted, with what was recorded of it: real histories, copied in SQL."""

from datetime import UTC, datetime
from random import Random

from psycopg.sql import SQL, Identifier

from shared.database import Connection, connect
from tests.integration.accountability.feeding import feed, let_time_pass, raw
from tests.support.histories.bulk import bulk, interleaved

_ORIGINALS = 500
_EVENTS_EACH = 44
_BATCH = 5_000
_COPIES_AT_ONCE = 5
# A copy differs in its ids.
_ID = "md5({} || '/' || copy)::uuid"
_OF_COPY = "md5(substr(stream, 13) || '/' || copy)::uuid::text"
_STREAM = f"'partnership-' || {_OF_COPY}"
_DATA = f"replace(data::text, substr(stream, 13), {_OF_COPY})::jsonb"
_COPIES = {
    "journal": {"stream": _STREAM, "id": _ID, "data": _DATA},
    "events": {"stream": _STREAM, "id": _ID, "data": _DATA},
    "streams": {"stream": _STREAM},
}


def fill(url: str, events: int) -> None:
    """Have some histories consumed, and copy the journal until it holds about so many events."""
    rng = Random(7)  # noqa: S311
    told = list(interleaved(list(bulk(min(_ORIGINALS, events // _EVENTS_EACH + 1), 7)), rng))
    with connect(url) as connection:
        for start in range(0, len(told), _BATCH):
            batch = told[start : start + _BATCH]
            feed(connection, [raw(event, start + n) for n, event in enumerate(batch)])
        let_time_pass(connection, datetime(2028, 3, 1, tzinfo=UTC))
        copies = max(0, round(events / len(told)) - 1)
        for first in range(1, copies + 1, _COPIES_AT_ONCE):
            last = min(first + _COPIES_AT_ONCE - 1, copies)
            for table, changes in _COPIES.items():
                _copy(connection, table, changes, first, last)
        for table in _COPIES:
            connection.execute(SQL("VACUUM (ANALYZE) {}").format(Identifier(table)))


def _copy(
    connection: Connection, table: str, changes: dict[str, str], first: int, last: int
) -> None:
    columns = [
        name
        for (name,) in connection.execute(
            """
            SELECT attname
            FROM pg_attribute
            WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = '' AND NOT attisdropped
            """,
            (table,),
        )
    ]
    values = ", ".join(changes.get(name, "{}").format(f'"{name}"') for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    connection.execute(
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table}, "  # noqa: S608
        f"generate_series({first}, {last}) AS copy "
        "WHERE stream IN (SELECT 'partnership-' || partnership_id FROM cases)".encode()
    )
