"""One round as it lies in stores, topics, journals and noted moves, held against the oracle."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from deploy.local.databases import SERVICES
from shared.database import Connection, connect
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import Heard
from tests.chaos import oracle
from tests.chaos.oracle import Claim
from tests.chaos.planting import Planted
from tests.chaos.reading import Stored, rows, watermarks
from tests.chaos.record import Command
from tests.chaos.settling import HEARS, TOPICS
from tests.chaos.world import World


@dataclass(frozen=True, kw_only=True)
class Look:
    """What came of one round; `since` are the offsets at which its topics began."""

    world: World
    commands: Sequence[Command]
    planted: Planted
    since: Mapping[str, Mapping[int, int]]
    stored: Mapping[str, Sequence[Stored]]
    said: Mapping[str, Sequence[Heard]]

    def stores(self, *, doubles_allowed: bool) -> Iterator[str]:
        for service in SERVICES:
            asked = [each for each in self.commands if each.service == service]
            new, said = self.stored[service], self.said[service]
            if service == "accountability":
                new_by_command = [event for event in new if event.type in HANDLING]
            else:
                new_by_command = list(new)
            yield from oracle.answered_truly(asked, new_by_command)
            yield from oracle.said_as_stored(new, said, doubles_allowed=doubles_allowed)
            with self._database(service) as connection:
                yield from (f"{service}: not dense: {row}" for row in rows(connection, _NOT_DENSE))

    def journals(self) -> Iterator[str]:
        for service, topics in HEARS.items():
            with self._database(service) as connection:
                for source in (each for each in SERVICES if TOPICS[each] in topics):
                    journal = self._journal(connection, TOPICS[source])
                    for broken in oracle.heard_as_said(journal, self.said[source]):
                        yield f"{service}: {broken}"
                parked = {stream for (stream,) in rows(connection, _PARKED)}
                if parked != self.planted.parked_in(service):
                    yield f"{service}: parked {parked}, not {self.planted.parked_in(service)}"
                planted = self.planted.taken_in(service)
                kept = set(rows(connection, _OF_STREAMS, list(self.planted.expected.keys())))
                if kept != planted:
                    yield f"{service}: of what was planted {kept} was taken in, not {planted}"

    def standstill(self) -> Iterator[str]:
        """Time does not pass for what is parked, however far the clocks were set forward."""
        with self._database("accountability") as connection:
            for stream, last, passed in rows(connection, _PASSED, list(self.planted.parked)):
                yield f"{stream} is parked behind {last}, and time passed for it up to {passed}"

    def time(self) -> Iterator[str]:
        marks = watermarks(self.world.kafka_settings, self.since.get(WATERMARKS_TOPIC, {}))
        for service, topic in TOPICS.items():
            claims = [
                Claim(by="a watermark", through=mark.through, offsets=mark.offsets)
                for mark in marks
                if mark.topic == topic
            ]
            for hearer in (each for each, topics in HEARS.items() if topic in topics):
                with self._database(hearer) as connection:
                    claims += [
                        Claim(by=hearer, through=through, offsets={partition: offset})
                        for partition, offset, through in rows(connection, _CLAIMED, topic)
                    ]
            yield from oracle.never_too_early(claims, self.stored[service], self.said[service])

    def movements(self) -> Iterator[str]:
        for service in SERVICES:
            with self._database(service) as connection:
                checkpoints = [
                    ((xid, position), fence, through)
                    for xid, position, fence, through in rows(connection, _CHECKPOINTS)
                ]
                yield from oracle.only_forward(f"{service}'s checkpoint", checkpoints)
                for topic, partition in rows(connection, _MOVED):
                    moves = rows(connection, _MOVES, topic, partition)
                    what = f"{service}'s position in {topic} {partition}"
                    yield from oracle.only_forward(what, moves)

    def _journal(self, connection: Connection, topic: str) -> list[tuple[str, int, UUID]]:
        since = self.since.get(topic, {})
        found = rows(connection, _JOURNAL, topic)
        return [
            (stream, version, id_)
            for stream, version, id_, partition, offset in found
            if offset >= since.get(partition, 0) and stream not in self.planted.expected
        ]

    def _database(self, service: str) -> Connection:
        return connect(self.world.addresses.databases[service])


HANDLING = {f"mentoring.Alert{what}.v1" for what in ("Acknowledged", "Snoozed", "Dismissed")}

_NOT_DENSE = """
    SELECT stream, min(events.version), max(events.version), count(*), streams.version
    FROM events
    FULL JOIN streams USING (stream)
    GROUP BY stream, streams.version
    HAVING (min(events.version), max(events.version), count(*))
        IS DISTINCT FROM (1, streams.version, streams.version::bigint)
"""
_JOURNAL = 'SELECT stream, version, id, partition, "offset" FROM journal WHERE topic = %s'
_PARKED = "SELECT DISTINCT stream FROM parked WHERE dropped_at IS NULL"
_OF_STREAMS = "SELECT stream, version FROM journal WHERE stream = ANY(%s)"
_PASSED = """
    SELECT stream, max(recorded_at), advanced_to
    FROM journal
    JOIN cases ON stream = 'partnership-' || partnership_id
    WHERE stream = ANY(%s)
    GROUP BY stream, advanced_to
    HAVING advanced_to > max(recorded_at)
"""
_CLAIMED = """
    SELECT partition, "offset", through
    FROM clocks.moves
    WHERE topic = %s AND through IS NOT NULL
"""
_CHECKPOINTS = """
    SELECT xid::text::bigint, position, fence, through FROM clocks.checkpoints ORDER BY number
"""
_MOVED = "SELECT DISTINCT topic, partition FROM clocks.moves"
_MOVES = """
    SELECT "offset", fence, through
    FROM clocks.moves
    WHERE topic = %s AND partition = %s
    ORDER BY number
"""
