"""Conflicts that managers really raised, and how each was answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.accountability.story.known import Known
from services.accountability.story.story import Story
from shared.events.partnerships import (
    ConflictAnswered,
    ConflictOutcome,
    ConflictRaised,
    ManagerRole,
)
from shared.events.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class Conflict:
    event_id: UUID
    conflict_id: UUID
    meeting_id: UUID
    raised_by: UUID
    role: ManagerRole
    reason: Reason
    raised_at: datetime
    answer_event_id: UUID | None
    outcome: ConflictOutcome | None


def conflicts(story: Story, since: date | None) -> Iterator[Conflict]:
    answers = {
        known.event.conflict_id: (known.id, known.event.outcome)
        for known in story.facts
        if isinstance(known.event, ConflictAnswered)
    }
    for known in story.facts:
        if isinstance(known.event, ConflictRaised) and _is_recent(story, known, since):
            answer_event_id, outcome = answers.get(known.event.conflict_id, (None, None))
            yield Conflict(
                event_id=known.id,
                conflict_id=known.event.conflict_id,
                meeting_id=known.event.meeting_id,
                raised_by=known.event.raised_by,
                role=known.event.role,
                reason=known.event.reason,
                raised_at=known.moment,
                answer_event_id=answer_event_id,
                outcome=outcome,
            )


def _is_recent(story: Story, known: Known, since: date | None) -> bool:
    return since is None or story.day_of(known.moment) >= since
