"""One pair's story for reports and excuses, told in a few words."""

from typing import Any
from uuid import UUID

import msgspec

from services.accountability.story.known import Known
from services.accountability.story.story import Story
from shared.events.partnerships import VOCABULARY
from shared.vocabulary import decode
from tests.reference.facts import instant
from tests.support.histories.wire import Stream, identity

FRIDAY = {
    "weekday": "friday",
    "week_of_month": None,
    "local_time": "10:00:00",
    "time_zone": "Europe/Berlin",
    "minutes": 60,
}
TERMS: dict[str, Any] = {"starts_on": "2027-01-04", "ends_on": "2027-12-31", "cadence_days": 14}


class Telling:
    """Proposed on 1 January 2027, signed on the 2nd, to meet on Fridays at 10 from the 4th on."""

    def __init__(self, **proposal: Any) -> None:
        self.stream = Stream(identity("pair"))
        self.say("PartnershipProposed", "2027-01-01T08:00:00Z", **proposal)
        self.say("AgreementDrafted", "2027-01-01T09:00:00Z", slots=[FRIDAY], **TERMS)
        for role in ("mentor", "mentee", "mentor_manager", "mentee_manager"):
            self.say("AgreementSigned", "2027-01-02T10:00:00Z", role=role)
        self.say("PartnershipActivated", "2027-01-02T10:00:00Z", **TERMS)

    def say(self, name: str, at: str, known: str | None = None, **data: Any) -> "Telling":
        self.stream.say(name, instant(known or at), instant(at), **data)
        return self

    def plan(self, number: int, starts_at: str, at: str) -> "Telling":
        meeting_id = identity(f"m{number}")
        return self.say("MeetingScheduled", at, meeting_id=meeting_id, starts_at=starts_at, slot=0)

    def move(self, number: int, starts_at: str, at: str, reason: str = "TRAVEL") -> "Telling":
        data: dict[str, Any] = {
            "meeting_id": identity(f"m{number}"),
            "starts_at": starts_at,
            "reason": reason,
        }
        return self.say("MeetingRescheduled", at, **data)

    def meet(self, number: int, started_at: str) -> "Telling":
        meeting_id = identity(f"m{number}")
        return self.say("MeetingHeld", started_at, meeting_id=meeting_id, started_at=started_at)

    def story(self) -> Story:
        return Story([_known(event) for event in self.stream.events])


def _known(event: dict[str, Any]) -> Known:
    at = instant(event["recordedtime"])
    return Known(
        id=UUID(event["id"]),
        version=int(event["sequence"]),
        event=decode(event["type"], msgspec.json.encode(event["data"]), VOCABULARY),
        actor=event["actor"],
        at=at,
        moment=min(instant(event["time"]), at),
    )
