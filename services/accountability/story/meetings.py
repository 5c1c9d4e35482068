"""What happened to each meeting, in order, and whether it counts as held."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from services.accountability.story.known import Known
from shared.events.partnerships import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingDisputed,
    MeetingHeld,
    MeetingMissed,
    MeetingRescheduled,
    MeetingRetracted,
    MeetingScheduled,
)

MeetingEvent: TypeAlias = (
    MeetingScheduled
    | MeetingRescheduled
    | MeetingCancelled
    | MeetingHeld
    | MeetingMissed
    | MeetingConfirmed
    | MeetingDisputed
    | MeetingRetracted
)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A meeting that was at `was_at` when `known` moved it."""

    known: Known
    was_at: datetime

    @property
    def notice_hours(self) -> float:
        return (self.was_at - self.known.moment).total_seconds() / 3600


@dataclass(kw_only=True)
class Meeting:
    meeting_id: UUID
    slot: int | None = None
    times: list[datetime] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    cancellations: list[Move] = field(default_factory=list)
    report: MeetingHeld | MeetingMissed | None = None
    disputed: bool = False

    @property
    def held_at(self) -> datetime | None:
        if isinstance(self.report, MeetingHeld) and not self.disputed:
            return self.report.started_at
        return None

    @property
    def pending_at(self) -> datetime | None:
        if self.times and self.report is None and not self.cancellations:
            return self.times[-1]
        return None

    def note(self, known: Known, event: MeetingEvent) -> None:
        match event:
            case MeetingScheduled():
                self.slot = event.slot
                self.times.append(event.starts_at)
            case MeetingRescheduled():
                self.moves.append(Move(known=known, was_at=self.times[-1]))
                self.times.append(event.starts_at)
            case MeetingCancelled():
                self.cancellations.append(Move(known=known, was_at=self.times[-1]))
            case _:
                self._note_report(event)

    def _note_report(
        self,
        event: MeetingHeld | MeetingMissed | MeetingConfirmed | MeetingDisputed | MeetingRetracted,
    ) -> None:
        match event:
            case MeetingHeld() | MeetingMissed():
                self.report, self.disputed = event, False
            case MeetingRetracted():
                self.report, self.disputed = None, False
            case MeetingConfirmed() | MeetingDisputed():
                self.disputed = isinstance(event, MeetingDisputed)


def meetings(facts: Sequence[Known]) -> dict[UUID, Meeting]:
    found: dict[UUID, Meeting] = {}
    for known in facts:
        if isinstance(known.event, MeetingEvent):
            meeting_id = known.event.meeting_id
            found.setdefault(meeting_id, Meeting(meeting_id=meeting_id)).note(known, known.event)
    return found
