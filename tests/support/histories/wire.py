"""One stream as it is put together: events with every field that the language asks for."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

Wire = dict[str, Any]

ENCODER = msgspec.json.Encoder(decimal_format="number")


def identity(name: str) -> str:
    """Make a UUID from a name of at most 16 letters; ids sort as their names do."""
    return str(UUID(bytes=name.encode("ascii").ljust(16, b"\0")))


ANYBODY = identity("anybody")
AGREEMENT = {
    "agreement_version": 1,
    "starts_on": "2027-01-04",
    "ends_on": "2027-12-31",
    "cadence_days": 14,
    "notice_hours": 24,
}
# What an event says where a history does not care.
FILLING: Mapping[str, Mapping[str, Any]] = {
    "PartnershipProposed": {
        "program_id": identity("program"),
        "mentor_id": identity("mentor"),
        "mentee_id": identity("mentee"),
        "mentor_manager_id": identity("mentor-manager"),
        "mentee_manager_id": identity("mentee-manager"),
        "time_zone": "Europe/Berlin",
        "terms_version": 1,
        "policy": {},
    },
    "AgreementDrafted": AGREEMENT
    | {
        "slots": [],
        "contingencies": [],
        "scheduler": "mentee",
        "agenda_hours": 24,
        "review_on": "2027-06-30",
        "digest": "0" * 64,
    },
    "AgreementSigned": {
        "agreement_version": 1,
        "signer_id": ANYBODY,
        "role": "mentor",
        "digest": "0" * 64,
    },
    "AgreementDeclined": {
        "agreement_version": 1,
        "signer_id": ANYBODY,
        "role": "mentor",
        "reason": "OTHER",
    },
    "PartnershipActivated": AGREEMENT,
    "AgreementReplaced": AGREEMENT | {"agreement_version": 2},
    "SignatoryReplaced": {"role": "mentor_manager", "person_id": ANYBODY},
    "MeetingScheduled": {"minutes": 60, "slot": None, "by": ANYBODY},
    "MeetingRescheduled": {"minutes": 60, "by": ANYBODY, "reason": "TRAVEL"},
    "MeetingCancelled": {"by": ANYBODY, "reason": "TIME_WORKLOAD"},
    "MeetingHeld": {"minutes": 60, "reported_by": ANYBODY},
    "MeetingMissed": {"absent": "mentee", "reported_by": ANYBODY, "reason": "NO_SHOW"},
    "MeetingConfirmed": {"by": ANYBODY},
    "MeetingDisputed": {"by": ANYBODY},
    "MeetingRetracted": {"by": ANYBODY},
    "ConflictRaised": {
        "raised_by": ANYBODY,
        "role": "mentee_manager",
        "reason": "MGR_PRIORITY_MENTEE",
    },
    "ConflictAnswered": {
        "outcome": "upheld",
        "contingency": None,
        "agreement_version": 1,
        "by": ANYBODY,
    },
    "GoalSet": {"due_on": None},
    "ProgressReported": {"level": 2, "reported_by": ANYBODY},
    "CheckInRecorded": {
        "check_in_id": identity("check-in"),
        "with": "mentor",
        "by": ANYBODY,
        "meeting_as_agreed": "yes",
        "progress": 2,
        "obstacle": None,
        "manager_respects_times": "yes",
        "rating": 4,
        "needs_help": False,
    },
    "SilenceExplained": {"by": ANYBODY, "reason": "TIME_WORKLOAD", "next_meeting_on": None},
    "PartnershipPaused": {"reason": "LEAVE_PLANNED"},
    "PartnershipResumed": {},
    "PartnershipEnded": {"outcome": "completed", "reason": "OTHER"},
}


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass
class Stream:
    """Says one event after the other; the k-th has the id `identity("e<k>")` behind the prefix."""

    partnership_id: str
    prefix: str = "e"
    events: list[Wire] = field(default_factory=list)
    said: int = 0

    @property
    def subject(self) -> str:
        return f"partnership-{self.partnership_id}"

    def say(
        self, name: str, recorded_at: datetime, happened_at: datetime | None = None, **data: Any
    ) -> Wire:
        self.said += 1
        own = {"partnership_id": self.partnership_id} if name == "PartnershipProposed" else {}
        event = {
            "specversion": "1.0",
            "id": identity(f"{self.prefix}{self.said}"),
            "type": f"mentoring.{name}.v1",
            "source": "/mentoring/partnerships",
            "subject": self.subject,
            "time": written(happened_at or recorded_at),
            "recordedtime": written(recorded_at),
            "sequence": f"{self.said:010}",
            "partitionkey": self.subject,
            "correlationid": identity("correlation"),
            "actor": ANYBODY,
            "datacontenttype": "application/json",
            "data": {**own, **deepcopy(dict(FILLING.get(name, {}))), **data},
        }
        self.events.append(event)
        return event


def lines(events: Iterable[Wire]) -> list[str]:
    """JSON, one event a line; decimals are numbers, written as they are."""
    return [ENCODER.encode(event).decode() for event in events]
