"""What a real pair leaves behind: they sign, meet, move, fall silent, quarrel, pause and end."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from tests.support.histories.hostile import REASONS
from tests.support.histories.policies import some_policy
from tests.support.histories.wire import Stream, Wire, identity, written

Told = tuple[datetime, datetime, str, dict[str, Any]]
DAY = timedelta(days=1)


@dataclass
class Pair:
    rng: Random
    zone: str
    begins: datetime
    weeks: int
    told: list[Told] = field(default_factory=list)

    def tell(self, name: str, at: datetime, known: datetime | None = None, **data: Any) -> None:
        self.told.append((known or at, at, name, data))

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def agree(self, cadence_days: int) -> None:
        """Propose, draft, sign four times and activate."""
        rng, at = self.rng, self.begins
        policy = some_policy(rng) if self.chance(30) else {}
        self.tell("PartnershipProposed", at, time_zone=self.zone, policy=policy)
        terms: dict[str, Any] = {
            "agreement_version": 1,
            "starts_on": str(at.date() + timedelta(days=rng.choice((0, 3, 7, 14, 30)))),
            "ends_on": str(at.date() + timedelta(weeks=self.weeks)),
            "cadence_days": cadence_days,
            "notice_hours": rng.choice((0, 24, 48)),
        }
        self.tell("AgreementDrafted", at + DAY, **terms)
        for role in ("mentor", "mentee", "mentor_manager", "mentee_manager"):
            at += timedelta(hours=rng.choice((1, 5, 30, 90, 200)))
            self.tell("AgreementSigned", max(at, self.begins + DAY), role=role)
        if self.chance(92):
            self.tell("PartnershipActivated", max(at, self.begins + DAY), **terms)

    def meet(self, number: int, starts_at: datetime) -> None:
        """Plan one meeting some days ahead, perhaps move it, and say how it went."""
        rng = self.rng
        this: dict[str, Any] = {"meeting_id": identity(f"m{number}")}
        self.tell(
            "MeetingScheduled", starts_at - rng.choice((1, 3, 9)) * DAY, starts_at=starts_at, **this
        )
        if self.chance(15):
            moved_at = starts_at - timedelta(hours=rng.choice((2, 20, 30)))
            starts_at += timedelta(hours=rng.choice((-1, 24, 72, 240)))
            self.tell("MeetingRescheduled", moved_at, starts_at=starts_at, **this)
        match rng.randrange(100):
            case how if how < 70:
                self.held(starts_at, this)
            case how if how < 80:
                reason = rng.choice(REASONS)
                self.tell("MeetingMissed", starts_at + DAY, reason=reason, **this)
            case how if how < 90:
                at = starts_at - timedelta(hours=rng.choice((1, 24, 48, 72)))
                self.tell("MeetingCancelled", at, reason=rng.choice(REASONS), **this)

    def held(self, started_at: datetime, this: dict[str, Any]) -> None:
        """Report it at once or weeks later; now and then the other does not agree."""
        rng, happened = self.rng, started_at + timedelta(hours=1)
        known = happened + rng.choice((0, 0, 0, 1, 4, 25)) * DAY
        self.tell("MeetingHeld", happened, known, started_at=started_at, **this)
        if self.chance(40):
            self.tell("MeetingConfirmed", known + DAY, **this)
        elif self.chance(10):
            self.tell("MeetingDisputed", known + DAY, **this)
            after = rng.choice(("MeetingConfirmed", "MeetingRetracted", "SilenceExplained"))
            self.tell(after, known + 3 * DAY, **(this if after.startswith("M") else {}))

    def live(self, cadence_days: int) -> None:
        at, number, silent = self.begins + timedelta(days=self.rng.randrange(10, 30)), 1, 0
        end = self.begins + timedelta(weeks=self.weeks)
        while at < end and number < 60:
            silent = self.rng.randrange(2, 9) if self.chance(6) else max(0, silent - 1)
            if not silent:
                self.meet(number, at.replace(minute=self.rng.choice((0, 15, 30))))
            number += 1
            at += cadence_days * DAY

    def talk(self) -> None:
        """Set goals and report on them, check in, raise a conflict, pause."""
        rng = self.rng
        for number in range(rng.randrange(4)):
            goal: dict[str, Any] = {"goal_id": identity(f"g{number}")}
            self.tell("GoalSet", self.some_time(), **goal)
            self.tell("ProgressReported", self.some_time(), level=rng.randrange(5), **goal)
        for month in range(1, self.weeks // 5):
            for partner in ("mentor", "mentee"):
                talked_with: dict[str, Any] = {"with": partner}
                if self.chance(70):
                    at = self.begins + timedelta(days=30 * month + rng.randrange(10))
                    self.tell("CheckInRecorded", at, **talked_with)
        if self.chance(40):
            claim: dict[str, Any] = {"conflict_id": identity("c1")}
            meeting_id = identity(f"m{rng.randrange(9)}")
            self.tell("ConflictRaised", self.some_time(), meeting_id=meeting_id, **claim)
            self.tell("ConflictAnswered", self.some_time(), **claim)
        if self.chance(40):
            self.pause(self.some_time())

    def pause(self, at: datetime) -> None:
        paused_on = at.date() + timedelta(days=self.rng.choice((0, 2, 10)))
        resumes_on = paused_on + timedelta(days=self.rng.choice((3, 14, 40, 90)))
        self.tell("PartnershipPaused", at, paused_on=str(paused_on), resumes_on=str(resumes_on))
        if self.chance(30):
            back = at + timedelta(days=self.rng.randrange(20))
            self.tell("PartnershipResumed", back, resumed_on=str(back.date()))

    def some_time(self) -> datetime:
        return self.begins + timedelta(minutes=self.rng.randrange(self.weeks * 7 * 1440))


def realistic(rng: Random, partnership_id: str, zone: str, first: date) -> list[Wire]:
    """Tell one partnership that was proposed in the year after `first`."""
    begins = datetime.combine(first, time(rng.randrange(7, 18)), UTC)
    pair = Pair(rng, zone, begins + timedelta(days=rng.randrange(365)), rng.choice((13, 26, 52)))
    cadence_days = rng.choice((7, 14, 14, 14, 21, 28, 30))
    pair.agree(cadence_days)
    pair.live(cadence_days)
    pair.talk()
    if pair.chance(50):
        at = pair.begins + timedelta(days=pair.weeks * 7 - rng.randrange(-20, 60))
        pair.tell("PartnershipEnded", at, ended_on=str(at.date()))
    stream = Stream(partnership_id)
    for known, happened, name, data in sorted(pair.told, key=lambda told: told[0]):
        wire = {
            key: written(value) if isinstance(value, datetime) else value
            for key, value in data.items()
        }
        stream.say(name, known, happened, **wire)
    return stream.events
