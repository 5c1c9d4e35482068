"""A database of accountability with as many partnerships as wanted: real ones, copied in SQL."""

from psycopg.sql import SQL, Identifier

from shared.database import Connection, connect
from shared.topics import PARTITIONS
from tests.benchmarks.bench import Bench
from tests.benchmarks.consumers import consume
from tests.benchmarks.histories import say, told
from tests.benchmarks.processes import fresh

ORIGINALS = 200
PARTITION = 0
_FIRST = 12  # events of each: agreed upon, met once or twice; then silence, as the due ones have it

# A copy differs in its ids, and by microseconds in what is sorted by time.
_ID = "md5({} || '/' || copy)::uuid"
_DOZEN = "md5({} || left(partnership_id::text, 1) || copy)::uuid"  # so many have this manager
_LATER = "{} + copy * interval '1 microsecond'"
_COPIES = {
    "cases": {
        "partnership_id": _ID,
        "partition": "0",
        "next_due_at": _LATER,
        "state": "convert_to(replace(convert_from({}, 'UTF8'), partnership_id::text, "
        + _ID.format("partnership_id")
        + "::text), 'UTF8')",
    },
    "partnerships": {"partnership_id": _ID},
    "participants": {
        "partnership_id": _ID,
        "mentor_id": _ID,
        "mentee_id": _ID,
        "mentor_manager_id": _DOZEN,
        "mentee_manager_id": _DOZEN,
    },
    "alerts": {"partnership_id": _ID, "alert_id": _ID, "due_at": _LATER},
}


def filled(bench: Bench, partnerships: int) -> str:
    return bench.kept_database(
        f"{partnerships} partnerships", lambda url: fill(bench, url, partnerships)
    )


def fill(bench: Bench, url: str, partnerships: int) -> None:
    """Have some partnerships consumed, and copy them until there are that many."""
    kafka = bench.topics()
    originals = min(ORIGINALS, partnerships)
    say(kafka, [event for event in told(originals, seed=11) if int(event["sequence"]) <= _FIRST])
    fresh(consume, url, kafka, range(PARTITIONS))
    with connect(url) as connection:
        connection.execute("UPDATE cases SET partition = %s", (PARTITION,))
        for table, changes in _COPIES.items():
            _copy(connection, table, changes, partnerships // originals - 1)
            connection.execute(SQL("VACUUM (ANALYZE) {}").format(Identifier(table)))


def _copy(connection: Connection, table: str, changes: dict[str, str], copies: int) -> None:
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped",
            (table,),
        )
    ]
    values = ", ".join(changes.get(name, "{}").format(name) for name in columns)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - our own text
        f"SELECT {values} FROM {table}, generate_series(1, {copies}) AS copy".encode()
    )
