"""What enrollment keeps of its own events after they were taken back, and of names with them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from services.enrollment.people import keep_people
from services.enrollment.projections import keep_enrollments, keep_programs
from shared.database import Connection
from shared.envelope import Recorded
from shared.events.enrollment import PEOPLE_TOPIC, TOPIC, VOCABULARY
from shared.kafka.client import end_offsets
from shared.kafka.ranges import read_ranges
from shared.restore import Own
from shared.settings import KafkaSettings
from shared.taking_back import Taken, taken_back

_KEPT = {
    "program": keep_programs,
    "person": keep_people,
    "enrollment": keep_enrollments,
}


class _Person(msgspec.Struct):
    person_id: str
    name: str
    email: str


def keep(connection: Connection, kafka: KafkaSettings, taken: Taken) -> None:
    for recorded in taken_back(connection, taken, VOCABULARY):
        keep_recorded(connection, recorded)
    if taken.events:
        _keep_names(connection, kafka)


def keep_recorded(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    for each in recorded:
        _KEPT[each.stream.partition("-")[0]](connection, [_history(each)])


def _history(recorded: Recorded[Any]) -> Recorded[Any]:
    """Like imported history it is not held against what else is known by now."""
    imported_at = recorded.imported_at or recorded.recorded_at
    return msgspec.structs.replace(recorded, imported_at=imported_at)


def _keep_names(connection: Connection, kafka: KafkaSettings) -> None:
    """Names are said when they are recorded; what waits to be said is newer than what was."""
    ends = end_offsets(kafka, PEOPLE_TOPIC)
    ranges = {(PEOPLE_TOPIC, partition): range(end) for partition, end in ends.items()}
    newest = {record.key: record.value for _, record in read_ranges(kafka, ranges)}
    _write(
        connection, [msgspec.json.decode(value, type=_Person) for value in newest.values() if value]
    )


def _write(connection: Connection, people: Sequence[_Person]) -> None:
    connection.execute(
        """
        UPDATE people
        SET name = said.name, email = said.email
        FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS said (person_id, name, email)
        WHERE people.person_id = said.person_id
          AND NOT people.erased
          AND NOT EXISTS (
              SELECT FROM people_outbox WHERE people_outbox.person_id = people.person_id
          )
        """,
        (
            [person.person_id for person in people],
            [person.name for person in people],
            [person.email for person in people],
        ),
    )


OWN = Own(topic=TOPIC, keep=keep)
