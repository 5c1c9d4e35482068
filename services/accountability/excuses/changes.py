"""Meetings scheduled, moved and cancelled since a day: by whom, with what notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.accountability.story.meetings import Move
from services.accountability.story.story import Story
from shared.events.partnerships import MeetingCancelled, MeetingRescheduled, MeetingScheduled
from shared.events.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class Change:
    """`starts_at` is the time agreed, or the time given up by a cancellation."""

    event_id: UUID
    what: Literal["scheduled", "moved", "cancelled"]
    meeting_id: UUID
    by: UUID
    happened_at: datetime
    starts_at: datetime
    moved_from: datetime | None = None
    notice_hours: float | None = None
    reason: Reason | None = None


def changes(story: Story, since: date | None) -> Iterator[Change]:
    given_up = {
        move.known.id: move
        for meeting in story.meetings.values()
        for move in (*meeting.moves, *meeting.cancellations)
    }
    for known in story.facts:
        if since is not None and story.day_of(known.moment) < since:
            continue
        match known.event:
            case MeetingScheduled() as event:
                yield Change(
                    event_id=known.id,
                    what="scheduled",
                    meeting_id=event.meeting_id,
                    by=event.by,
                    happened_at=known.moment,
                    starts_at=event.starts_at,
                )
            case MeetingRescheduled() as event:
                yield _moved(given_up[known.id], event)
            case MeetingCancelled() as event:
                yield _cancelled(given_up[known.id], event)


def _moved(move: Move, event: MeetingRescheduled) -> Change:
    return Change(
        event_id=move.known.id,
        what="moved",
        meeting_id=event.meeting_id,
        by=event.by,
        happened_at=move.known.moment,
        starts_at=event.starts_at,
        moved_from=move.was_at,
        notice_hours=round(move.notice_hours, 2),
        reason=event.reason,
    )


def _cancelled(move: Move, event: MeetingCancelled) -> Change:
    return Change(
        event_id=move.known.id,
        what="cancelled",
        meeting_id=event.meeting_id,
        by=event.by,
        happened_at=move.known.moment,
        starts_at=move.was_at,
        notice_hours=round(move.notice_hours, 2),
        reason=event.reason,
    )
