"""What the rules look at: all that a prefix of the stream says, recomputed from its start."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, Optional

from tests.reference.facts import Fact, instant
from tests.reference.meetings import TERMS, Meeting
from tests.reference.zones import day, local_day, start

DEFAULTS: dict[str, Any] = {
    "first_meeting_days": 14,
    "watch_factor": 1.5,
    "red_factor": 2,
    "decision_factor": 3,
    "managers_after_days": 14,
    "next_meeting_days": 7,
    "missed_streak": 2,
    "stalled_agreement_days": 21,
    "progress_days": 60,
    "check_in_days": [14, 30, 60, 90],
    "check_in_every_days": 60,
    "check_in_grace_days": 7,
    "conflict_answer_days": 2,
    "quiet_days_before_end": 7,
    "not_ended_days": 7,
}


@dataclass(frozen=True, eq=False)
class Case:
    """`before` is the case without the last fact; `replaced` are the what-if's policy fields."""

    facts: Sequence[Fact]
    replaced: Mapping[str, Any]
    before: Optional["Case"] = None

    def all(self, *names: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.name in names]

    @cached_property
    def state(self) -> str:
        """Proposed until PartnershipActivated, then active, ended from PartnershipEnded on."""
        if not self.all("PartnershipProposed") or self.all("PartnershipEnded"):
            return "silent"
        return "active" if self.all("PartnershipActivated") else "proposed"

    @cached_property
    def proposed(self) -> Fact:
        """Pinned when the partnership is proposed; of several the last stands, as elsewhere."""
        return self.all("PartnershipProposed")[-1]

    @cached_property
    def policy(self) -> dict[str, Any]:
        return DEFAULTS | (self.proposed.data.get("policy") or {}) | dict(self.replaced)

    @cached_property
    def activated(self) -> Fact:
        return self.all("PartnershipActivated")[-1]

    @cached_property
    def in_force(self) -> Fact:
        return self.all(*TERMS)[-1]

    @cached_property
    def cadence(self) -> int:
        return int(self.in_force.data["cadence_days"])

    @cached_property
    def ends_on(self) -> int:
        return day(self.in_force.data["ends_on"])

    @cached_property
    def begin(self) -> int:
        """Return the later of starts_on in force and the date of PartnershipActivated."""
        return max(day(self.in_force.data["starts_on"]), self.date(self.activated))

    @cached_property
    def rhythms(self) -> list[Fact]:
        """Every AgreementReplaced that made cadence_days smaller."""
        terms = self.all(*TERMS)
        return [
            after
            for before, after in pairwise(terms)
            if after.name == "AgreementReplaced"
            and after.data["cadence_days"] < before.data["cadence_days"]
        ]

    # Days: local dates in the partnership's time zone.

    def local(self, at: datetime) -> int:
        return local_day(self.proposed.data["time_zone"], at)

    def date(self, fact: Fact) -> int:
        """Return the local date of the event's moment."""
        return self.local(fact.moment)

    @cached_property
    def pauses(self) -> list[tuple[int, int]]:
        return list(pauses(self.all("PartnershipPaused", "PartnershipResumed")))

    def count(self, the_day: int, n: int) -> int:
        """Find the n-th date after the day that is not paused."""
        while n > 0:
            if the_day >= max([end for _, end in self.pauses], default=the_day):
                return the_day + n
            the_day += 1
            ends = [end for paused, end in self.pauses if paused <= the_day < end]
            if ends:
                the_day = max(ends) - 1
            else:
                n -= 1
        return the_day

    def after(self, n: int, the_day: int) -> datetime:
        """After n days from d: n whole days that count have passed."""
        return start(self.proposed.data["time_zone"], self.count(the_day, n + 1))

    # Meetings.

    @cached_property
    def meetings(self) -> list[Meeting]:
        own = [fact for fact in self.facts if fact.name.startswith("Meeting")]
        ids = dict.fromkeys(fact.data["meeting_id"] for fact in own)
        return [Meeting(meeting_id, self.facts) for meeting_id in ids]

    @cached_property
    def last_held(self) -> Meeting | None:
        """Among those that count as held: the latest started_at; ties: the greater meeting_id."""
        held = [meeting for meeting in self.meetings if meeting.held]
        return max(held, key=lambda meeting: (meeting.time, meeting.meeting_id), default=None)

    @cached_property
    def pending_days(self) -> list[int]:
        return [self.local(meeting.time) for meeting in self.meetings if meeting.pending]

    @cached_property
    def said_held_days(self) -> list[int]:
        """Dates of started_at of the meetings whose report is MeetingHeld, disputed or not."""
        reports = [meeting.report for meeting in self.meetings if meeting.report]
        held = [report for report in reports if report.name == "MeetingHeld"]
        return [self.local(instant(report.data["started_at"])) for report in held]


def pauses(facts: Sequence[Fact]) -> Iterator[tuple[int, int]]:
    """From paused_on up to, not including, resumes_on or a later, earlier-dated resumed_on."""
    for place, fact in enumerate(facts):
        if fact.name != "PartnershipPaused":
            continue
        paused_on, end = day(fact.data["paused_on"]), day(fact.data["resumes_on"])
        for later in facts[place:]:
            if later.name == "PartnershipResumed":
                resumed_on = day(later.data["resumed_on"])
                # It ends every pause before it in the stream with paused_on <= resumed_on.
                end = min(end, resumed_on) if paused_on <= resumed_on else end
        yield paused_on, end
