"""The live tables beside the second set, row by row, at one position."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from services.accountability.replay.sets import Schema
from shared.database import Connection
from shared.events.partnerships import TOPIC

_SHOWN = 10

KEYS: dict[str, str] = {
    "cases": "partnership_id",
    "partnerships": "partnership_id",
    "participants": "partnership_id",
    "alerts": "alert_id",
    "programs": "program_id",
    "people": "person_id",
    "enrollments": "enrollment_id",
}
# Up to when a case was advanced in vain says nothing of it, nor does an import long since.
_LEFT_OUT = {"cases": ("advanced_to",)}
_READ_AS: dict[tuple[str, str], LiteralString] = {
    ("cases", "state"): """
        regexp_replace(encode({0}.state, 'escape'), '"advanced":-?[0-9]+,', '')
    """,
    ("cases", "imported_at"): """
        CASE WHEN {0}.imported_at >= (
            SELECT through
            FROM positions
            WHERE topic = {topic} AND positions.partition = {0}.partition
        ) THEN {0}.imported_at END
    """,
}


@dataclass(frozen=True, kw_only=True)
class Side:
    rows: int
    checksum: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One row: the columns that differ, or on the side that has no such row nothing."""

    key: str
    live: dict[str, Any] | None
    replayed: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Compared:
    table: str
    live: Side
    replayed: Side
    differences: int
    first: Sequence[Difference]


def compare(
    connection: Connection,
    tables: Sequence[str],
    schema: Schema,
    only: Sequence[UUID] | None = None,
) -> list[Compared]:
    """Compare tables that nobody else writes in this transaction; `only` some partnerships."""
    return [_compare(connection, table, schema, only) for table in tables]


def differ(compared: Sequence[Compared]) -> bool:
    return any(each.differences for each in compared)


def _compare(
    connection: Connection, table: str, schema: Schema, only: Sequence[UUID] | None
) -> Compared:
    columns = _columns(connection, table)
    live = Selected(table=table, schema="public", columns=columns, only=only)
    replayed = Selected(table=table, schema=schema, columns=columns, only=only)
    rows = connection.execute(_differences(live, replayed)).fetchall()
    return Compared(
        table=table,
        live=_side(connection, live),
        replayed=_side(connection, replayed),
        differences=rows[0][0] if rows else 0,
        first=[_difference(*row[1:]) for row in rows],
    )


def _columns(connection: Connection, table: str) -> Sequence[str]:
    rows = connection.execute(
        """
        SELECT attname
        FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
        ORDER BY attnum
        """,
        (f"public.{table}",),
    )
    return [name for (name,) in rows.fetchall()]


@dataclass(frozen=True, kw_only=True)
class Selected:
    """One of the two tables, as SQL."""

    table: str
    schema: Schema
    columns: Sequence[str]
    only: Sequence[UUID] | None

    def rows(self) -> Composed:
        name = Identifier(self.schema, self.table)
        if self.only is None:
            return SQL("{}").format(name)
        return SQL("(SELECT * FROM {} WHERE partnership_id = ANY({}::uuid[]))").format(
            name, Literal(list(self.only))
        )

    def values(self, alias: str) -> Composed:
        """What counts of a row, as a record."""
        counted = [name for name in self.columns if name not in _LEFT_OUT.get(self.table, ())]
        return SQL("ROW({})").format(SQL(", ").join(self._value(name, alias) for name in counted))

    def _value(self, column: str, alias: str) -> Composable:
        read_as = _READ_AS.get((self.table, column))
        if read_as is None:
            return Identifier(alias, column)
        return SQL(read_as).format(Identifier(alias), topic=Literal(TOPIC))


def _differences(live: Selected, replayed: Selected) -> Composed:
    return SQL(
        """
        SELECT
            count(*) OVER (), coalesce(live.{key}, replayed.{key})::text AS key, to_jsonb(live),
            to_jsonb(replayed)
        FROM {live} AS live
        FULL JOIN {replayed} AS replayed ON live.{key} = replayed.{key}
        WHERE {live_values} IS DISTINCT FROM {replayed_values}
        ORDER BY key
        LIMIT {shown}
        """
    ).format(
        key=Identifier(KEYS[live.table]),
        live=live.rows(),
        replayed=replayed.rows(),
        live_values=live.values("live"),
        replayed_values=replayed.values("replayed"),
        shown=Literal(_SHOWN),
    )


def _side(connection: Connection, selected: Selected) -> Side:
    query = SQL(
        """
        SELECT count(*), to_hex(coalesce(bit_xor(hash_record_extended({values}, 0)), 0))
        FROM {rows} AS row
        """
    ).format(values=selected.values("row"), rows=selected.rows())
    ((rows, checksum),) = connection.execute(query).fetchall()
    return Side(rows=rows, checksum=checksum)


def _difference(
    key: str, live: dict[str, Any] | None, replayed: dict[str, Any] | None
) -> Difference:
    mine, other = _readable(live), _readable(replayed)
    if mine is None or other is None:
        return Difference(key=key, live=mine, replayed=other)
    names = [name for name in {**mine, **other} if mine.get(name) != other.get(name)]
    return Difference(
        key=key,
        live={name: mine.get(name) for name in names},
        replayed={name: other.get(name) for name in names},
    )


def _readable(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """Open what a case's state holds; leave out what does not count."""
    if row is None or "state" not in row:
        return row
    counted = {name: value for name, value in row.items() if name not in ("state", "advanced_to")}
    try:
        state = json.loads(bytes.fromhex(row["state"].removeprefix("\\x")))
    except ValueError:
        return {**counted, "state": row["state"]}
    return counted | {f"state.{name}": state[name] for name in state if name != "advanced"}
