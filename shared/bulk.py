"""Many rows into one table at once: COPY into a temporary table, then one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.sql import SQL, Composable, Composed, Identifier

from shared.database import Connection

Columns = Sequence[tuple[str, str]]


def take_in(
    connection: Connection,
    incoming: Identifier,
    like: Composable,
    columns: Columns,
    rows: Iterable[Sequence[Any]],
) -> None:
    """Copy rows into a temporary table like that; they are gone with the transaction."""
    connection.execute(
        SQL("CREATE TEMPORARY TABLE IF NOT EXISTS {} ({}) ON COMMIT DELETE ROWS").format(
            incoming, like
        )
    )
    copy_rows(connection, incoming, columns, rows)


def copy_rows(
    connection: Connection, table: Identifier, columns: Columns, rows: Iterable[Sequence[Any]]
) -> None:
    copy_in = SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(table, names(columns))
    with connection.cursor() as cursor, cursor.copy(copy_in) as copy:
        copy.set_types([type_ for _, type_ in columns])
        for row in rows:
            copy.write_row(row)


def clear(connection: Connection, incoming: Identifier) -> None:
    """Make room for more rows in the same transaction."""
    connection.execute(SQL("TRUNCATE {}").format(incoming))


def shape(columns: Columns) -> Composed:
    """Return the columns as CREATE TABLE takes them."""
    each = (SQL("{} {}").format(Identifier(name), SQL(type_)) for name, type_ in columns)
    return SQL(", ").join(each)


def names(columns: Columns) -> Composed:
    return SQL(", ").join(Identifier(name) for name, _ in columns)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table, and those of its columns that its projection writes."""

    name: str
    key: str
    columns: Columns

    def write(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Put rows in the place of those with the same key; other columns stay."""
        incoming = Identifier(f"incoming_{self.name}")
        like = SQL("LIKE {} INCLUDING COMPRESSION").format(Identifier(self.name))
        take_in(connection, incoming, like, self.columns, rows)
        connection.execute(self._merge(incoming))
        clear(connection, incoming)

    def fill(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows whose keys are not there."""
        copy_rows(connection, Identifier(self.name), self.columns, rows)

    def _merge(self, incoming: Identifier) -> Composed:
        assignments = SQL(", ").join(
            SQL("{0} = EXCLUDED.{0}").format(Identifier(name))
            for name, _ in self.columns
            if name != self.key
        )
        return SQL(
            "INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT ({}) DO UPDATE SET {}"
        ).format(
            Identifier(self.name),
            names(self.columns),
            names(self.columns),
            incoming,
            Identifier(self.key),
            assignments,
        )
