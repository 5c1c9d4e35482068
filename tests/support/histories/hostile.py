"""Anything in any order: the input of the fold may hold anything that the schemas allow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.reference.facts import instant
from tests.support.histories.places import TICK, Place, some_place
from tests.support.histories.policies import some_policy
from tests.support.histories.wire import Stream, Wire, identity, written

MEETINGS = tuple(identity(f"m{number}") for number in range(1, 5))
CONFLICTS = (identity("c1"), identity("c2"))
DAY = timedelta(days=1)
GOALS = (identity("g1"), identity("g2"))
REASONS = ("LEAVE_SICK", "LEAVE_PLANNED", "FORGOT", "NO_SHOW", "TIME_WORKLOAD", "TRAVEL")


@dataclass
class Hostile:
    rng: Random
    place: Place
    stream: Stream
    at: datetime
    notice_hours: int = 0
    starts: dict[str, datetime] = field(default_factory=dict)
    pauses: list[date] = field(default_factory=list)

    def agreement(self) -> dict[str, Any]:
        rng = self.rng
        starts_on = self.place.day(rng) - timedelta(days=rng.choice((0, 0, 5, 40)))
        ends_on = starts_on + timedelta(days=rng.choice((1, 8, 20, 60, 200, 700)))
        self.notice_hours = rng.choice((0, 1, 24, 48))
        return {
            "agreement_version": rng.randint(1, 3),
            "starts_on": str(starts_on),
            "ends_on": str(ends_on),
            "cadence_days": rng.choice((1, 1, 2, 3, 4, 5, 7, 7, 10, 14, 14, 21, 28, 30)),
            "notice_hours": self.notice_hours,
        }

    def meeting(self) -> dict[str, Any]:
        """Choose one, rather one that was planned."""
        planned = list(self.starts) if self.rng.random() < 0.6 else []
        return {"meeting_id": self.rng.choice(planned or MEETINGS)}

    def meeting_at(self, name: str) -> dict[str, Any]:
        """Plan a meeting or report it as held: at its old time, at another's, or anywhere."""
        meeting_id = self.rng.choice(MEETINGS)
        anywhere = self.place.instant(self.rng)
        near = self.at + timedelta(hours=self.rng.choice((-48, -24, -1, 0, 1, 24, 25, 72)))
        at = self.rng.choice([anywhere, near, *self.starts.values()])
        if name == "started_at":
            at = self.starts.get(meeting_id, at) if self.rng.random() < 0.5 else at
        else:
            self.starts[meeting_id] = at
        return {"meeting_id": meeting_id, name: written(at)}

    def conflict(self) -> dict[str, Any]:
        return {"conflict_id": self.rng.choice(CONFLICTS)}

    def reason(self) -> dict[str, Any]:
        return {"reason": self.rng.choice(REASONS)}

    def progress(self) -> dict[str, Any]:
        return {"goal_id": self.rng.choice(GOALS), "level": self.rng.choice((0, 2, 4, 4))}

    def pause(self) -> dict[str, Any]:
        paused_on = self.place.day(self.rng)
        days = self.rng.choice((-2, 0, 1, 2, 3, 7, 20, 60))
        resumes_on = paused_on + timedelta(days=days) if self.rng.random() < 0.98 else date.max
        self.pauses += [paused_on, paused_on + DAY, resumes_on]
        return {"paused_on": str(paused_on), "resumes_on": str(resumes_on)}

    def resume(self) -> dict[str, Any]:
        return {"resumed_on": str(self.rng.choice([*self.pauses, self.place.day(self.rng)]))}

    def data(self, name: str) -> dict[str, Any]:
        makers: Mapping[str, Callable[[], dict[str, Any]]] = {
            "PartnershipProposed": lambda: {
                "time_zone": self.place.zone,
                "policy": some_policy(self.rng),
            },
            "AgreementDrafted": dict,
            "PartnershipActivated": self.agreement,
            "AgreementReplaced": self.agreement,
            "MeetingScheduled": lambda: self.meeting_at("starts_at"),
            "MeetingRescheduled": lambda: self.meeting_at("starts_at"),
            "MeetingCancelled": lambda: self.meeting() | self.reason(),
            "MeetingHeld": lambda: self.meeting_at("started_at"),
            "MeetingMissed": lambda: self.meeting() | self.reason(),
            "MeetingConfirmed": self.meeting,
            "MeetingDisputed": self.meeting,
            "MeetingRetracted": self.meeting,
            "ConflictRaised": lambda: self.conflict() | self.meeting(),
            "ConflictAnswered": self.conflict,
            "GoalSet": lambda: {"goal_id": self.rng.choice(GOALS)},
            "ProgressReported": self.progress,
            "CheckInRecorded": lambda: {"with": self.rng.choice(("mentor", "mentee"))},
            "SilenceExplained": dict,
            "PartnershipPaused": self.pause,
            "PartnershipResumed": self.resume,
            "PartnershipEnded": lambda: {"ended_on": str(self.place.day(self.rng))},
        }
        return makers.get(name, dict)()

    def later(self) -> datetime:
        """The same instant, a microsecond on, some days on, anywhere - and sometimes back."""
        rng = self.rng
        day = self.at.date() + timedelta(days=rng.choice((0, 1, 1, 2, 3, 5, 8, 15, 30)))
        match rng.randrange(10):
            case 0 | 1:
                return self.at
            case 2:
                return self.at + TICK
            case 3:
                return self.place.instant(rng)
            case _:
                return max(self.at, self.place.instant(rng, day))

    def happened(self, name: str, data: Mapping[str, Any], at: datetime) -> datetime:
        rng = self.rng
        starts_at = self.starts.get(data.get("meeting_id", ""))
        if name == "MeetingCancelled" and starts_at and rng.random() < 0.7:
            border = starts_at - timedelta(hours=self.notice_hours)
            return border + rng.choice((-TICK, timedelta(), TICK))
        if rng.random() < 0.7:
            return at
        return rng.choice((at - TICK, at + TICK, self.place.instant(rng), at - timedelta(days=3)))

    def say(self, name: str, at: datetime) -> Wire:
        data = self.data(name)
        self.at = max(self.at, at)
        return self.stream.say(name, at, self.happened(name, data, at), **data)


USUAL = (
    *("MeetingScheduled",) * 6,
    *("MeetingHeld",) * 6,
    *("MeetingMissed",) * 4,
    *("MeetingCancelled",) * 4,
    *("MeetingRescheduled", "MeetingDisputed", "MeetingConfirmed", "MeetingRetracted") * 2,
    *("ConflictRaised", "ConflictAnswered", "GoalSet", "ProgressReported", "SilenceExplained"),
    *("CheckInRecorded", "PartnershipPaused", "PartnershipResumed") * 2,
    *("AgreementReplaced", "AgreementDrafted", "Unheard"),
)
# What the text leaves to the reader when it comes twice or too early.
WILD = ("PartnershipProposed", "PartnershipActivated", "PartnershipEnded")


def hostile(rng: Random, partnership_id: str, *, wild: bool = False) -> list[Wire]:
    """Say up to 40 events; if not `wild`, proposal and activation come once, and first."""
    place = some_place(rng)
    teller = Hostile(rng, place, Stream(partnership_id), place.instant(rng, place.first))
    names = [rng.choice(USUAL) for _ in range(rng.randrange(41))]
    if not wild or rng.random() < 0.7:
        head = ["PartnershipProposed", "PartnershipActivated"][: rng.choice((1, 2, 2, 2, 2, 2))]
        quiet = [rng.choice(USUAL) for _ in range(rng.choice((0, 0, 0, 3, 8)))]
        names = (
            head[:1] + [name for name in quiet if name != "AgreementReplaced"] + head[1:] + names
        )
    if wild:
        for _ in range(rng.randrange(4)):
            names.insert(rng.randrange(len(names) + 1), rng.choice(WILD))
    if rng.random() < 0.2:
        names += ["PartnershipEnded", *names[3:6]]
    return [teller.say(name, teller.later()) for name in names]


def disturbed(rng: Random, events: list[Wire]) -> list[Wire]:
    """Add duplicates that say something else, other sources, versions and subjects."""
    told = list(events)
    for _ in range(rng.randrange(6)):
        if not events:
            break
        place = rng.randrange(len(told))
        event = dict(rng.choice(told[: place + 1]))
        match rng.randrange(4):
            case 0:
                event |= {"recordedtime": written(instant(event["recordedtime"]) + 400 * DAY)}
            case 1:
                event |= {"source": "/mentoring/enrollment", "sequence": "0000000777"}
            case 2:
                event |= {"subject": "person-" + identity("p"), "source": "/mentoring/enrollment"}
            case _:
                event |= {"type": "mentoring.MeetingHeld.v1", "data": {}}
        told.insert(place + 1, event)
    if told and rng.random() < 0.1:
        told[rng.randrange(len(told))]["sequence"] = rng.choice(("0000000000", "0000000099"))
    for event in told:
        if event["sequence"] not in ("0000000001", "0000000002") and rng.random() < 0.02:
            event["type"] = rng.choice(("mentoring.MeetingHeld.v2", "mentoring.meetingheld.v1", ""))
    return told
