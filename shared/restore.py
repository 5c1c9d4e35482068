"""After a database was restored, set back, or made anew: its own history, whole, and at home.

What a database has lost is still in the service's own topic, if it was said: it is taken back from
there, under the same ids and numbers, before anything new can get them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import msgspec

from shared.database import Connection
from shared.events.wire import WATERMARKS_TOPIC
from shared.home import settle
from shared.kafka.client import end_offsets
from shared.kafka.ranges import read_ranges
from shared.settings import KafkaSettings
from shared.taking_back import SAID, Progress, Taken, take_back
from shared.watermark import Watermark

# With SAID the lowest numbers that PostgreSQL never gives to a transaction: what is numbered so
# lies before everything to come. Positions keep the order within each stream.
_UNSAID = "2"

# What a service keeps in other tables of the events that were taken back.
Keep: TypeAlias = Callable[[Connection, KafkaSettings, Taken], None]


@dataclass(frozen=True, kw_only=True)
class Own:
    """What a service says, where, and what follows from it in its own tables."""

    topic: str
    keep: Keep


class BusyError(Exception):
    """Somebody is connected to the database: end the processes of the service first."""


def restore(connection: Connection, kafka: KafkaSettings, own: Own, progress: Progress) -> Taken:
    """Take back what is missing and number everything anew, in the caller's transaction.

    As the owner of the tables, with nobody else there. Raises `BusyError` or `ForkedError`.
    """
    _alone(connection)
    _list_said(connection)
    taken = take_back(connection, kafka, own.topic, progress)
    _number(connection, _said_through(kafka, own.topic))
    own.keep(connection, kafka, taken)
    return taken


def adopt(connection: Connection) -> None:
    """Do without the topic: what was said is what the checkpoint says."""
    with connection.transaction():
        _alone(connection)
        _list_said(connection)
        connection.execute(
            """
            INSERT INTO said (stream, version)
            SELECT stream, max(version)
            FROM events, relay
            WHERE (events.xid, events.position) <= (relay.xid, relay.position)
            GROUP BY stream
            """
        )
        _number(connection, None)


def _alone(connection: Connection) -> None:
    connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    others = connection.execute(
        """
        SELECT
        FROM pg_stat_activity
        WHERE datname = current_database()
          AND pid <> pg_backend_pid()
          AND backend_type = 'client backend'
        """
    )
    if others.rowcount:
        raise BusyError(BusyError.__doc__)


def _list_said(connection: Connection) -> None:
    connection.execute(
        """
        CREATE TEMPORARY TABLE said (stream text PRIMARY KEY, version integer NOT NULL)
        ON COMMIT DROP
        """
    )


def _number(connection: Connection, through: datetime | None) -> None:
    """Make the events the oldest of this cluster, so that what was said lies before the rest."""
    connection.execute("GRANT UPDATE ON events TO CURRENT_USER")
    connection.execute("ALTER TABLE events DISABLE TRIGGER events_are_immutable")
    connection.execute(
        """
        UPDATE events
        SET xid = CASE
            WHEN version <= (SELECT version FROM said WHERE said.stream = events.stream)
                THEN %s::xid8
            ELSE %s::xid8
        END
        """,
        (SAID, _UNSAID),
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
            position = (SELECT coalesce(max(position), 0) FROM events WHERE xid = %(said)s::xid8),
            through = greatest(through, %(through)s)
        """,
        {"said": SAID, "through": through},
    )
    settle(connection)


def _said_through(kafka: KafkaSettings, topic: str) -> datetime | None:
    """Find out up to when it was said that everything had been said: nothing new is before that."""
    ends = end_offsets(kafka, WATERMARKS_TOPIC)
    ranges = {(WATERMARKS_TOPIC, partition): range(end) for partition, end in ends.items()}
    values = [record.value for _, record in read_ranges(kafka, ranges) if record.value]
    said = [msgspec.json.decode(value, type=Watermark) for value in values]
    return max((each.through for each in said if each.topic == topic), default=None)
