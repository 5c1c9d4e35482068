"""What partnerships keeps of its own events after they were taken back.

The words that belonged to them are on no topic.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.partnerships.candidates.hearing import keep_enrollment
from services.partnerships.projections import keep_history, partnership_id_of
from services.partnerships.reacting import ACTOR
from shared.database import Connection
from shared.envelope import Recorded
from shared.events import enrollment
from shared.events.enrollment import EnrollmentAccepted
from shared.events.partnerships import TOPIC, VOCABULARY
from shared.heard import Heard, Raw, UnreadableError, read_event
from shared.kafka.client import end_offsets
from shared.kafka.ranges import read_ranges
from shared.restore import Own
from shared.settings import KafkaSettings
from shared.taking_back import Taken, taken_back
from shared.vocabulary import decode


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What enrollment has said, stream by stream."""

    places: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    streams: dict[str, dict[int, UUID]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, heard: Heard) -> None:
        self.places[heard.id] = heard.stream, heard.version
        self.streams[heard.stream][heard.version] = heard.id

    def up_to(self, event_id: UUID) -> Iterator[UUID]:
        stream, version = self.places.get(event_id, ("", 0))
        return (id_ for place, id_ in self.streams[stream].items() if place <= version)


def keep(connection: Connection, kafka: KafkaSettings, taken: Taken) -> None:
    if not taken.events:
        return
    asked = _hear(connection, kafka)
    for recorded in taken_back(connection, taken, VOCABULARY):
        keep_recorded(connection, recorded)
        # What was heard before, and changed nothing then, must change nothing now.
        _note(connection, recorded, asked.up_to)


def keep_recorded(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    keep_history(connection, recorded)
    _note(connection, recorded, lambda event_id: [event_id])


def _hear(connection: Connection, kafka: KafkaSettings) -> Asked:
    """A partnership rests on two enrollments, which the consumer may not have heard of yet."""
    asked, topic = Asked(), enrollment.TOPIC
    ends = end_offsets(kafka, topic)
    ranges = {(topic, partition): range(end) for partition, end in ends.items()}
    for _, record in read_ranges(kafka, ranges):
        place = topic, record.partition, record.offset
        try:
            heard = read_event(Raw(*place, record.key, record.value, record.headers))
        except UnreadableError:
            continue
        asked.note(heard)
        if heard.type in enrollment.VOCABULARY:
            _learn(connection, heard)
    return asked


def _learn(connection: Connection, heard: Heard) -> None:
    event = decode(heard.type, heard.data, enrollment.VOCABULARY)
    if isinstance(event, EnrollmentAccepted):
        keep_enrollment(connection, heard, event)


def _note(
    connection: Connection,
    recorded: Sequence[Recorded[Any]],
    answered: Callable[[UUID], Iterable[UUID]],
) -> None:
    """What these events answered is not answered again when it is heard again."""
    answers = [
        (partnership_id_of(each), event_id)
        for each in recorded
        if each.actor == ACTOR and each.causation_id is not None
        for event_id in answered(each.causation_id)
    ]
    connection.execute(
        """
        INSERT INTO reactions (partnership_id, event_id)
        SELECT * FROM unnest(%s::uuid[], %s::uuid[])
        ON CONFLICT DO NOTHING
        """,
        ([partnership_id for partnership_id, _ in answers], [id_ for _, id_ in answers]),
    )


OWN = Own(topic=TOPIC, keep=keep)
