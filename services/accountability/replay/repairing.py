"""Some partnerships' rows put right in place, in one transaction."""

from collections.abc import Callable, Sequence
from uuid import UUID

from psycopg.sql import SQL, Identifier

from services.accountability.replay.building import rebuild
from services.accountability.replay.comparing import Compared, compare
from services.accountability.replay.folded import PREFIX
from services.accountability.replay.projections import tables_of
from services.accountability.replay.sets import drop, make, write_into
from services.accountability.replay.switching import hold_still
from shared.database import Connection

_PROPOSED = "mentoring.PartnershipProposed.v1"


def partnerships_of(connection: Connection, program_id: UUID) -> Sequence[UUID]:
    """Ask the journal, as the tables may be what is wrong."""
    rows = connection.execute(
        """
        SELECT DISTINCT stream
        FROM journal
        WHERE type = %s AND data->>'program_id' = %s
        ORDER BY stream
        """,
        (_PROPOSED, str(program_id)),
    )
    return [UUID(stream.removeprefix(PREFIX)) for (stream,) in rows.fetchall()]


def repair(
    connection: Connection,
    projections: Sequence[str],
    partnership_ids: Sequence[UUID],
    noted: Callable[[], None],
    *,
    dry_run: bool,
) -> Sequence[Compared]:
    """Fold these partnerships beside the live tables, compare, and put their rows in the place."""
    tables = tables_of(projections)
    with connection.transaction(force_rollback=dry_run):
        hold_still(connection)
        make(connection, "pg_temp", tables)
        write_into(connection, "pg_temp", tables)
        rebuild(connection, projections, [f"{PREFIX}{each}" for each in partnership_ids])
        compared = compare(connection, tables, "pg_temp", partnership_ids)
        _put_in_place(connection, tables, partnership_ids)
        drop(connection, "pg_temp", tables)
        noted()
    return compared


def _put_in_place(connection: Connection, tables: Sequence[str], ids: Sequence[UUID]) -> None:
    for table in tables:
        live, anew = Identifier("public", table), Identifier("pg_temp", table)
        connection.execute(
            SQL("DELETE FROM {} WHERE partnership_id = ANY(%s)").format(live), (list(ids),)
        )
        connection.execute(SQL("INSERT INTO {} SELECT * FROM {}").format(live, anew))
