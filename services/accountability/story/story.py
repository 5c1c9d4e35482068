"""All of a partnership's facts, arranged for reports and for the facts beside an excuse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from services.accountability.story.agreements import InForce, Occurrence, agreements, occurrences
from services.accountability.story.known import Known
from services.accountability.story.meetings import Meeting, meetings
from services.accountability.story.pauses import Pauses, pauses
from services.accountability.story.slots import day_of
from shared.events.partnerships import PartnershipEnded, PartnershipProposed


@dataclass(frozen=True)
class Story:
    """`facts` in stream order, all of one partnership that has been proposed."""

    facts: Sequence[Known]

    @cached_property
    def proposal(self) -> PartnershipProposed:
        (proposed,) = [k.event for k in self.facts if isinstance(k.event, PartnershipProposed)]
        return proposed

    def until(self, at: datetime) -> "Story":
        """Return the story as it was known at an instant."""
        return Story([known for known in self.facts if known.at <= at])

    @property
    def zone(self) -> str:
        return self.proposal.time_zone

    @cached_property
    def agreements(self) -> Sequence[InForce]:
        return agreements(self.facts, self.zone)

    @cached_property
    def pauses(self) -> Pauses:
        return pauses(self.facts)

    @cached_property
    def meetings(self) -> Mapping[UUID, Meeting]:
        return meetings(self.facts)

    @cached_property
    def ended_on(self) -> date | None:
        ends = [k.event.ended_on for k in self.facts if isinstance(k.event, PartnershipEnded)]
        return ends[0] if ends else None

    @property
    def begin(self) -> date | None:
        """Nobody is late before they may start."""
        return self.agreements[0].first_on if self.agreements else None

    @property
    def last_held_at(self) -> datetime | None:
        held = [meeting.held_at for meeting in self.meetings.values() if meeting.held_at]
        return max(held, default=None)

    def next_meeting_at(self, now: datetime) -> datetime | None:
        pending = [meeting.pending_at for meeting in self.meetings.values() if meeting.pending_at]
        return min((at for at in pending if at >= now), default=None)

    def day_of(self, moment: datetime) -> date:
        return day_of(moment, self.zone)

    def slots(self, first: date, last: date) -> Iterator[Occurrence]:
        if self.ended_on is not None:
            last = min(last, self.ended_on)
        return occurrences(self.agreements, self.pauses, first, last)
