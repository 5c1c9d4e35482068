"""After topics were lost and made anew: said again from the stores, and heard from the beginning.

Every event keeps its id and number, so whoever has heard it takes it for what it is: a duplicate.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.database import Connection
from shared.kafka.identity import present_topic_ids
from shared.settings import KafkaSettings


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Where a service speaks. `say_everybody` puts everybody's name into the outbox again."""

    topic: str
    people_topic: str | None = None
    say_everybody: Callable[[Connection], int] | None = None


@dataclass(frozen=True, kw_only=True)
class Refill:
    """`topics`: those to be said or heard again; `heard`: records heard of them up to now."""

    topics: Sequence[str]
    events: int
    people: int
    heard: int


def refill(
    connection: Connection, kafka: KafkaSettings, voice: Voice, again: Collection[str] = ()
) -> Refill:
    """Go back to the beginning in topics that are not the known ones, and in those of `again`.

    In the caller's transaction. Who still runs loses its fence, and starts again.
    """
    ids = present_topic_ids(kafka, list(_known(connection)))
    topics = sorted(
        topic
        for topic, known in _known(connection).items()
        if topic in again or ids.get(topic) != known
    )
    heard = _hear_again(connection, topics)
    events = _say_again(connection) if voice.topic in topics else 0
    people = 0
    if voice.say_everybody is not None and voice.people_topic in topics:
        people = voice.say_everybody(connection)
    _remember(connection, {topic: ids[topic] for topic in topics if topic in ids})
    return Refill(topics=topics, events=events, people=people, heard=heard)


def _known(connection: Connection) -> Mapping[str, UUID]:
    return dict(connection.execute("SELECT topic, id FROM known_topics").fetchall())


def _say_again(connection: Connection) -> int:
    connection.execute("UPDATE relay SET fence = fence + 1, xid = '0', position = 0")
    row = connection.execute("SELECT count(*) FROM events").fetchone()
    return row[0] if row else 0


def _hear_again(connection: Connection, topics: Sequence[str]) -> int:
    """What is parked comes again. What was given up stays so, out of the way of other offsets."""
    rows = connection.execute(
        """
        UPDATE positions AS mine
        SET "offset" = 0, fence = mine.fence + 1
        FROM (SELECT * FROM positions WHERE topic = ANY(%s) FOR UPDATE) AS before
        WHERE (mine.topic, mine.partition) = (before.topic, before.partition)
        RETURNING before."offset"
        """,
        (topics,),
    ).fetchall()
    connection.execute("DELETE FROM parked WHERE topic = ANY(%s) AND dropped_at IS NULL", (topics,))
    connection.execute(
        """
        UPDATE parked
        SET "offset" = lowest - number
        FROM (
            SELECT
                topic, partition, "offset",
                least(0, min("offset") OVER ()) AS lowest, row_number() OVER () AS number
            FROM parked
            WHERE topic = ANY(%s)
        ) AS before
        WHERE (parked.topic, parked.partition, parked."offset")
            = (before.topic, before.partition, before."offset")
        """,
        (topics,),
    )
    return sum(offset for (offset,) in rows)


def _remember(connection: Connection, ids: Mapping[str, UUID]) -> None:
    connection.execute(
        """
        UPDATE known_topics
        SET id = new.id
        FROM unnest(%s::text[], %s::uuid[]) AS new (topic, id)
        WHERE known_topics.topic = new.topic
        """,
        (list(ids), list(ids.values())),
    )
