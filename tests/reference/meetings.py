"""What one meeting is after a prefix of the stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from tests.reference.facts import Fact, instant

PROTECTED = ("LEAVE_SICK", "LEAVE_PLANNED")
TERMS = ("PartnershipActivated", "AgreementReplaced")


@dataclass(frozen=True)
class Meeting:
    """`facts` is the whole prefix, of all meetings."""

    meeting_id: str
    facts: Sequence[Fact]

    @cached_property
    def own(self) -> list[Fact]:
        return [
            fact
            for fact in self.facts
            if fact.name.startswith("Meeting") and fact.data["meeting_id"] == self.meeting_id
        ]

    @cached_property
    def scheduled(self) -> bool:
        return any(fact.name == "MeetingScheduled" for fact in self.own)

    @cached_property
    def report(self) -> Fact | None:
        """Its last MeetingHeld or MeetingMissed after its last MeetingRetracted."""
        report = None
        for fact in self.own:
            if fact.name in ("MeetingHeld", "MeetingMissed"):
                report = fact
            if fact.name == "MeetingRetracted":
                report = None
        return report

    @cached_property
    def disputed(self) -> bool:
        """Of the MeetingDisputed and MeetingConfirmed after the report, the last is a dispute."""
        said = False
        for fact in self.own:
            if fact is self.report:
                said = False
            if fact.name in ("MeetingDisputed", "MeetingConfirmed"):
                said = fact.name == "MeetingDisputed"
        return self.report is not None and said

    @cached_property
    def held(self) -> bool:
        """Its report is MeetingHeld, not disputed."""
        return self.report is not None and self.report.name == "MeetingHeld" and not self.disputed

    @cached_property
    def missed(self) -> list[Fact]:
        """Its report, if that is a MeetingMissed not disputed."""
        report = self.report
        return [report] if report and report.name == "MeetingMissed" and not self.disputed else []

    @cached_property
    def cancelled_late(self) -> list[Fact]:
        """Its MeetingCancelled that was not in time: of several the latest."""
        late = [
            fact
            for place, fact in enumerate(self.facts)
            if fact.name == "MeetingCancelled"
            and fact.data["meeting_id"] == self.meeting_id
            and self.is_late(fact, self.facts[:place])
        ]
        return late[-1:]

    def is_late(self, cancelled: Fact, before: Sequence[Fact]) -> bool:
        """At a moment later than starts_at - notice_hours, both as they stood when cancelled."""
        starts_at = last_starts_at(self.meeting_id, before)
        terms = [fact for fact in before if fact.name in TERMS]
        if starts_at is None or not terms:
            return False
        notice = timedelta(hours=int(terms[-1].data["notice_hours"]))
        return cancelled.moment > starts_at - notice

    @cached_property
    def failed(self) -> bool:
        """Scheduled, not held, and missed or cancelled late, for a reason that is not protected."""
        such = [fact for fact in self.facts if fact in self.missed + self.cancelled_late]
        if not self.scheduled or self.held or not such:
            return False
        return such[-1].data["reason"] not in PROTECTED

    @cached_property
    def pending(self) -> bool:
        """Scheduled, no report, never cancelled."""
        cancelled = any(fact.name == "MeetingCancelled" for fact in self.own)
        return self.scheduled and self.report is None and not cancelled

    @cached_property
    def time(self) -> datetime:
        """`started_at` of the report if it counts as held, else the last `starts_at`."""
        if self.held and self.report:
            return instant(self.report.data["started_at"])
        starts_at = last_starts_at(self.meeting_id, self.facts)
        if starts_at is None:
            raise ValueError(f"meeting {self.meeting_id} has no time")
        return starts_at


def last_starts_at(meeting_id: str, facts: Sequence[Fact]) -> datetime | None:
    """Its time is the last `starts_at` that was scheduled or rescheduled."""
    times = [
        fact.data["starts_at"]
        for fact in facts
        if fact.name in ("MeetingScheduled", "MeetingRescheduled")
        and fact.data["meeting_id"] == meeting_id
    ]
    return instant(times[-1]) if times else None
