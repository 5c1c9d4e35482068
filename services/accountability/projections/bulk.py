"""Many rows into one table at once: COPY into a temporary table, then one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.sql import SQL, Composed, Identifier

from shared.database import Connection


@dataclass(frozen=True, kw_only=True)
class Upsert:
    """Rows replace those with the same key, in the columns given; other columns stay."""

    table: str
    key: str
    columns: Sequence[tuple[str, str]]

    def write(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        connection.execute(self._create())
        with connection.cursor() as cursor, cursor.copy(self._copy()) as copy:
            copy.set_types([type_ for _, type_ in self.columns])
            for row in rows:
                copy.write_row(row)
        connection.execute(self._merge())
        connection.execute(SQL("TRUNCATE {}").format(self._incoming))

    @property
    def _incoming(self) -> Identifier:
        return Identifier(f"incoming_{self.table}")

    @property
    def _names(self) -> Composed:
        return SQL(", ").join(Identifier(name) for name, _ in self.columns)

    def _create(self) -> Composed:
        return SQL(
            "CREATE TEMPORARY TABLE IF NOT EXISTS {} (LIKE {}) ON COMMIT DELETE ROWS"
        ).format(self._incoming, Identifier(self.table))

    def _copy(self) -> Composed:
        return SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(self._incoming, self._names)

    def _merge(self) -> Composed:
        assignments = SQL(", ").join(
            SQL("{0} = EXCLUDED.{0}").format(Identifier(name))
            for name, _ in self.columns
            if name != self.key
        )
        return SQL(
            "INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT ({}) DO UPDATE SET {}"
        ).format(
            Identifier(self.table),
            self._names,
            self._names,
            self._incoming,
            Identifier(self.key),
            assignments,
        )
