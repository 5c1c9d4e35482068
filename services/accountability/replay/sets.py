"""The second set of tables: made like the live one, and moved into its place.

Code that names no schema writes the set that comes first in a connection's search path.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from psycopg.sql import SQL, Identifier

from shared.database import Connection

Schema: TypeAlias = Literal["replay", "retired", "public", "pg_temp"]


class NotAlikeError(Exception):
    """The tables were changed since the replay began: cancel it, and start another."""


def make(connection: Connection, schema: Schema, tables: Iterable[str]) -> None:
    """Make empty tables with the indexes, constraints and grants of the live ones.

    Names are the same, so that later migrations find them, whichever set is the live one then.
    """
    for table in tables:
        connection.execute(
            SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL EXCLUDING INDEXES)").format(
                Identifier(schema, table), Identifier("public", table)
            )
        )
        for statement in _keys_indexes_and_grants(connection, schema, table):
            connection.execute(statement.encode())


def _keys_indexes_and_grants(connection: Connection, schema: Schema, table: str) -> Sequence[str]:
    rows = connection.execute(
        """
        SELECT format(
            'ALTER TABLE %%I.%%I ADD CONSTRAINT %%I %%s',
            %(schema)s::text, %(table)s::text, conname, pg_get_constraintdef(oid)
        )
        FROM pg_constraint
        WHERE conrelid = %(live)s::regclass AND contype IN ('p', 'u', 'x')
        UNION ALL
        SELECT replace(pg_get_indexdef(indexrelid), ' ON public.', ' ON ' || %(schema)s || '.')
        FROM pg_index
        WHERE indrelid = %(live)s::regclass
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
        UNION ALL
        SELECT format(
            'GRANT %%s ON %%I.%%I TO %%s', privilege_type, %(schema)s::text, %(table)s::text,
            CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
        )
        FROM pg_class
        CROSS JOIN aclexplode(relacl)
        WHERE pg_class.oid = %(live)s::regclass AND grantee <> relowner
        """,
        {"schema": schema, "table": table, "live": f"public.{table}"},
    )
    return [statement for (statement,) in rows.fetchall()]


def write_into(connection: Connection, schema: Schema, tables: Sequence[str]) -> None:
    """Let code that names no schema write these tables of this one, until the transaction ends.

    They stay there as long: a name that is not found in the first schema would be the live table.
    """
    names = SQL(", ").join(Identifier(schema, table) for table in tables)
    connection.execute(SQL("LOCK TABLE {} IN ROW EXCLUSIVE MODE").format(names))
    connection.execute(SQL("SET LOCAL search_path = {}, public").format(Identifier(schema)))


def drop(connection: Connection, schema: Schema, tables: Iterable[str]) -> None:
    for table in tables:
        connection.execute(SQL("DROP TABLE IF EXISTS {}").format(Identifier(schema, table)))


def swap(connection: Connection, tables: Sequence[str], incoming: Schema, outgoing: Schema) -> None:
    """Put the set in `incoming` in the place of the live one, which goes to `outgoing`.

    A view is bound to a table, not to its name: each is made anew by the names it was made by.
    """
    connection.execute("SET LOCAL search_path = public")
    views = _views(connection, tables)
    for table in tables:
        _move(connection, table, "public", outgoing)
        _move(connection, table, incoming, "public")
    for statement in views:
        connection.execute(statement.encode())


def _move(connection: Connection, table: str, origin: Schema, goal: Schema) -> None:
    connection.execute(
        SQL("ALTER TABLE {} SET SCHEMA {}").format(Identifier(origin, table), Identifier(goal))
    )


def _views(connection: Connection, tables: Sequence[str]) -> Sequence[str]:
    rows = connection.execute(
        """
        SELECT DISTINCT format('CREATE OR REPLACE VIEW public.%%I AS %%s', relname,
                               pg_get_viewdef(view.oid))
        FROM pg_depend
        JOIN pg_rewrite AS rule ON rule.oid = objid
        JOIN pg_class AS view ON view.oid = ev_class
        WHERE refobjid = ANY(%s::regclass[])
          AND view.relkind = 'v'
        """,
        ([f"public.{table}" for table in tables],),
    )
    return [statement for (statement,) in rows.fetchall()]


def require_alike(connection: Connection, tables: Sequence[str], schema: Schema) -> None:
    for table in tables:
        if _shape(connection, schema, table) != _shape(connection, "public", table):
            raise NotAlikeError(f"{NotAlikeError.__doc__} ({table})")


def _shape(connection: Connection, schema: Schema, table: str) -> Sequence[tuple[str, ...]]:
    """Columns and indexes as text, but for the schema."""
    return connection.execute(
        """
        SELECT attname, format_type(atttypid, atttypmod), attnotnull::text
        FROM pg_attribute
        WHERE attrelid = %(name)s::regclass AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT 'index', replace(pg_get_indexdef(indexrelid), %(schema)s || '.', ''), ''
        FROM pg_index
        WHERE indrelid = %(name)s::regclass
        ORDER BY 1, 2
        """,
        {"name": f"{schema}.{table}", "schema": schema},
    ).fetchall()
