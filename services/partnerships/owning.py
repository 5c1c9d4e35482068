"""What partnerships keeps of its own events after they were taken back.

The words that belonged to them are on no topic.
"""

from collections.abc import Sequence
from typing import Any

from services.partnerships.candidates.hearing import keep_enrollment
from services.partnerships.projections import keep_history
from services.partnerships.reacting import ACTOR
from shared.database import Connection
from shared.envelope import Recorded
from shared.events import enrollment
from shared.events.enrollment import EnrollmentAccepted
from shared.events.partnerships import TOPIC, VOCABULARY
from shared.heard import Raw, UnreadableError, read_event
from shared.kafka.client import end_offsets
from shared.kafka.ranges import read_ranges
from shared.restore import Own
from shared.settings import KafkaSettings
from shared.taking_back import Taken, taken_back
from shared.vocabulary import decode


def keep(connection: Connection, kafka: KafkaSettings, taken: Taken) -> None:
    if taken.events:
        _learn_enrollments(connection, kafka)
    for recorded in taken_back(connection, taken, VOCABULARY):
        keep_recorded(connection, recorded)


def keep_recorded(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    keep_history(connection, recorded)
    _note_reactions(connection, recorded)


def _learn_enrollments(connection: Connection, kafka: KafkaSettings) -> None:
    """A partnership rests on two enrollments, which the consumer may not have heard of yet."""
    topic = enrollment.TOPIC
    ends = end_offsets(kafka, topic)
    ranges = {(topic, partition): range(end) for partition, end in ends.items()}
    for _, record in read_ranges(kafka, ranges):
        place = topic, record.partition, record.offset
        _learn(connection, Raw(*place, record.key, record.value, record.headers))


def _learn(connection: Connection, raw: Raw) -> None:
    try:
        heard = read_event(raw)
    except UnreadableError:
        return
    if heard.type in _ACCEPTED:
        event = decode(heard.type, heard.data, enrollment.VOCABULARY)
        assert isinstance(event, EnrollmentAccepted)  # noqa: S101
        keep_enrollment(connection, heard, event)


_ACCEPTED = {
    type_
    for type_ in enrollment.VOCABULARY
    if type_.rpartition(".")[0] == "mentoring.EnrollmentAccepted"
}


def _note_reactions(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    """What was answered is not answered again when it is heard again."""
    answers = [each for each in recorded if each.actor == ACTOR and each.causation_id is not None]
    connection.execute(
        """
        INSERT INTO reactions (partnership_id, event_id)
        SELECT substr(stream, length('partnership-') + 1)::uuid, event_id
        FROM unnest(%s::text[], %s::uuid[]) AS answer (stream, event_id)
        ON CONFLICT DO NOTHING
        """,
        ([each.stream for each in answers], [each.causation_id for each in answers]),
    )


OWN = Own(topic=TOPIC, keep=keep)
