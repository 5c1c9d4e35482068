"""What a relay asks of a store in memory, and tells it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.cloudevents import Attributes, to_headers
from shared.envelope import Recorded
from shared.events.event import encode, event_type
from shared.outbox import Checkpoint, Message
from shared.watermark import Mark
from tests.simulation.postgres import Session
from tests.simulation.store import RELAY, Stored, relay_row


@dataclass(frozen=True)
class MemoryUnsaid:
    session: Session
    source: str

    def take_hold(self) -> tuple[int, Checkpoint]:
        with self.session.statement("take hold"):
            self.session.lock(RELAY, RELAY)
            row = relay_row(self.session)
            held = replace(row, fence=row.fence + 1)
            self.session.write(RELAY, RELAY, held)
            return held.fence, held.checkpoint

    def mark(self) -> Mark:
        with self.session.statement("write down the time"):
            self.session.lock(RELAY, RELAY)
            row, now = relay_row(self.session), self.session.world.now
            at = now if row.through is None else max(row.through, now)
            self.session.write(RELAY, RELAY, replace(row, through=at))
        with self.session.statement("mark"):
            return self.session.number(), at

    def oldest_open(self) -> int:
        with self.session.statement("oldest open"):
            return self.session.database.cluster.oldest_open()

    def events(
        self, after: Checkpoint, below: int, most: int
    ) -> Sequence[tuple[Checkpoint, Message]]:
        with self.session.statement("unsaid events"):
            rows: list[Stored] = sorted(
                (
                    row
                    for row in self.session.read("events").values()
                    if after < row.place and row.number < below
                ),
                key=lambda row: row.place,
            )
            return [(row.place, self._message(row.event)) for row in rows[:most]]

    def people(self, below: int, most: int) -> Sequence[tuple[int, Message]]:
        with self.session.statement("unsaid people"):
            rows = sorted(
                (number, position, message)
                for position, (number, message) in self.session.read("people").items()
                if number < below
            )
            return [(position, message) for _, position, message in rows[:most]]

    def move(
        self, fence: int, checkpoint: Checkpoint, through: datetime | None, people: Sequence[int]
    ) -> bool:
        with self.session.transaction():
            with self.session.statement("move the checkpoint"):
                self.session.lock(RELAY, RELAY)
                row = relay_row(self.session)
                if row.fence != fence:
                    return False
                later = max(filter(None, (row.said_through, through)), default=None)
                moved = replace(row, checkpoint=checkpoint, said_through=later)
                self.session.write(RELAY, RELAY, moved)
            for position in people:
                self.session.delete("people", position)
        return True

    def close(self) -> None:
        self.session.cut()

    def _message(self, event: Recorded[Any]) -> Message:
        return Message(
            key=event.stream.encode(),
            value=encode(event.event),
            headers=to_headers(_attributes(event, self.source)),
        )


def _attributes(event: Recorded[Any], source: str) -> Attributes:
    return Attributes(
        specversion="1.0",
        id=event.id,
        type=event_type(type(event.event)),
        source=source,
        stream=event.stream,
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        sequence=f"{event.version:010}",
        partitionkey=event.stream,
        correlation_id=event.correlation_id,
        causation_id=event.causation_id,
        actor=event.actor,
        imported_at=event.imported_at,
    )
