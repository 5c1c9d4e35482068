"""Whether a database and the Kafka that it speaks and listens to belong together.

Asked whenever a relay or a consumer starts. A checkpoint or a position says nothing about a topic
that was made anew, and a database that has lost events gives their numbers to others.
"""

from collections.abc import Collection

from shared.database import Connection
from shared.heard import Heard, Raw, UnreadableError, read_event
from shared.home import StrayedError, is_home, require_cluster, settle
from shared.kafka.identity import ends_of, last_records, topic_ids
from shared.settings import KafkaSettings


def require_belonging(
    connection: Connection, kafka: KafkaSettings, topics: Collection[str]
) -> None:
    """Raise `StrayedError` unless checkpoint and positions are about these very topics."""
    require_cluster(connection)
    _require_known(connection, kafka, topics)
    _require_within(connection, kafka, topics)


def require_all_recorded(connection: Connection, kafka: KafkaSettings, topic: str) -> None:
    """Raise `StrayedError` if more was said in the topic than is recorded here.

    Looked for where it may be so: in a database that has said nothing yet, or was set back. What it
    has lost was recorded last, so that it stands last in some partition.
    """
    if is_home(connection) and _has_spoken(connection):
        return
    for record in last_records(kafka, topic):
        raw = Raw(topic, record.partition, record.offset, record.key, record.value, record.headers)
        _require_recorded(connection, raw)
    settle(connection)


def _require_known(connection: Connection, kafka: KafkaSettings, topics: Collection[str]) -> None:
    ids = topic_ids(kafka, topics)
    rows = connection.execute(
        """
        INSERT INTO known_topics AS known (topic, id)
        SELECT * FROM unnest(%s::text[], %s::uuid[])
        ON CONFLICT (topic) DO UPDATE SET id = known.id
        RETURNING topic, id
        """,
        (list(ids), list(ids.values())),
    )
    for topic, id_ in rows.fetchall():
        if id_ != ids[topic]:
            raise StrayedError(
                f"{topic} is not the topic that is known here, it was made anew: "
                "run `mentoring refill` to have it filled and heard from its beginning"
            )


def _require_within(connection: Connection, kafka: KafkaSettings, topics: Collection[str]) -> None:
    positions = connection.execute(
        """
        SELECT topic, partition, "offset"
        FROM positions
        WHERE topic = ANY(%s) AND "offset" > 0
        """,
        (list(topics),),
    ).fetchall()
    ends = ends_of(kafka, [(topic, partition) for topic, partition, _ in positions])
    for topic, partition, offset in positions:
        if offset > (end := ends[topic, partition]):
            raise StrayedError(
                f"{topic}, partition {partition}, was heard up to {offset} and ends at {end}: "
                f"Kafka has lost records. Run `mentoring refill --again {topic}` to have it filled "
                "and heard from its beginning"
            )


def _has_spoken(connection: Connection) -> bool:
    return connection.execute("SELECT FROM relay WHERE position > 0").fetchone() is not None


def _require_recorded(connection: Connection, raw: Raw) -> None:
    try:
        said = read_event(raw)
    except UnreadableError:
        return
    if not _is_recorded(connection, said):
        raise StrayedError(
            f"{raw.topic} ends with an event that is not recorded here, {said.stream} version "
            f"{said.version}: this database is new, or was set back. Run `mentoring rebuild` for a "
            "new one, else `mentoring restored`, before any process of its service"
        )


def _is_recorded(connection: Connection, said: Heard) -> bool:
    row = connection.execute(
        "SELECT FROM events WHERE (stream, version, id) = (%s, %s, %s)",
        (said.stream, said.version, said.id),
    ).fetchone()
    return row is not None
