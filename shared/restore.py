"""After a dump was restored into another cluster, where transactions have other numbers."""

from shared.database import Connection

# The lowest numbers that PostgreSQL never gives to a transaction: what is numbered so lies before
# everything to come. Positions keep the order within each stream.
_SAID = "1"
_UNSAID = "2"


def adopt(connection: Connection) -> None:
    """Make restored events the oldest of this cluster, and say on where it was said last.

    Run it once, as the owner of the tables, before any process of the service is started.
    """
    with connection.transaction():
        connection.execute("GRANT UPDATE ON events TO CURRENT_USER")
        connection.execute("ALTER TABLE events DISABLE TRIGGER events_are_immutable")
        connection.execute(
            """
            UPDATE events
            SET xid = CASE
                WHEN (events.xid, events.position) <= (relay.xid, relay.position) THEN %s::xid8
                ELSE %s::xid8
            END
            FROM relay
            """,
            (_SAID, _UNSAID),
        )
        connection.execute("ALTER TABLE events ENABLE TRIGGER events_are_immutable")
        connection.execute("REVOKE UPDATE ON events FROM CURRENT_USER")
        connection.execute("UPDATE streams SET last_xid = %s::xid8", (_UNSAID,))
        connection.execute("UPDATE people_outbox SET xid = %s::xid8", (_UNSAID,))
        connection.execute(
            """
            UPDATE relay
            SET fence = fence + 1,
                xid = %(said)s::xid8,
                position = (
                    SELECT coalesce(max(position), 0) FROM events WHERE xid = %(said)s::xid8
                )
            """,
            {"said": _SAID},
        )
