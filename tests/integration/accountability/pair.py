"""One pair's facts, told in a few words."""

from dataclasses import dataclass, field
from typing import Any

from tests.reference.facts import instant
from tests.support.histories.wire import Stream, identity

SLOT = {
    "weekday": "friday",
    "week_of_month": None,
    "local_time": "10:00:00",
    "time_zone": "Europe/Berlin",
    "minutes": 60,
}
ROLES = ("mentor", "mentee", "mentor_manager", "mentee_manager")


@dataclass
class Pair:
    partnership_id: str = identity("pair")
    stream: Stream = field(default_factory=lambda: Stream(identity("pair")))
    fed: int = 0

    def say(self, name: str, at: str, **data: Any) -> dict[str, Any]:
        return self.stream.say(name, instant(at), **data)

    def agree(self) -> None:
        terms = {"starts_on": "2027-01-04", "ends_on": "2027-12-31", "cadence_days": 14}
        self.say("PartnershipProposed", "2027-01-01T08:00:00Z")
        self.say("AgreementDrafted", "2027-01-01T09:00:00Z", slots=[SLOT], **terms)
        for hour, role in enumerate(ROLES):
            signer_id = identity(role.replace("_", "-"))
            at = f"2027-01-02T{hour + 10}:00:00Z"
            self.say("AgreementSigned", at, role=role, signer_id=signer_id)
        self.say("PartnershipActivated", "2027-01-02T13:00:00Z", **terms)

    def schedule(self, number: int, starts_at: str, at: str) -> dict[str, Any]:
        by, meeting_id = identity("mentee"), identity(f"m{number}")
        return self.say(
            "MeetingScheduled", at, meeting_id=meeting_id, starts_at=starts_at, slot=0, by=by
        )

    def meet(self, number: int, started_at: str) -> dict[str, Any]:
        return self.say(
            "MeetingHeld",
            started_at,
            meeting_id=identity(f"m{number}"),
            started_at=started_at,
            reported_by=identity("mentee"),
        )

    def new(self) -> list[dict[str, Any]]:
        """What was said since this was asked last."""
        found = self.stream.events[self.fed :]
        self.fed = len(self.stream.events)
        return found
