"""Structured CloudEvents: which are a partnership's stream, and when each was known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from json import loads
from typing import Any

SOURCE = "/mentoring/partnerships"
PREFIX = "partnership-"
NAMES = (
    "PartnershipProposed",
    "AgreementDrafted",
    "AgreementSigned",
    "AgreementDeclined",
    "PartnershipActivated",
    "AgreementReplaced",
    "SignatoryReplaced",
    "MeetingScheduled",
    "MeetingRescheduled",
    "MeetingCancelled",
    "MeetingHeld",
    "MeetingMissed",
    "MeetingConfirmed",
    "MeetingDisputed",
    "MeetingRetracted",
    "ConflictRaised",
    "ConflictAnswered",
    "GoalSet",
    "ProgressReported",
    "CheckInRecorded",
    "SilenceExplained",
    "PartnershipPaused",
    "PartnershipResumed",
    "PartnershipEnded",
)
KNOWN = {f"mentoring.{name}.v1": name for name in NAMES}


class GapError(Exception):
    """The message is the name of the stream."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One event of the stream, `number` its sequence. `name` is empty for an unknown type."""

    number: int
    id: str
    name: str
    data: Mapping[str, Any]
    at: datetime
    moment: datetime


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def decode(line: str) -> dict[str, Any]:
    """Numbers stay exactly as they were written."""
    decoded: dict[str, Any] = loads(line, parse_float=Decimal)
    return decoded


def streams(events: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Take the events with this source and its subject, by partnership_id."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for event in events:
        subject = event.get("subject", "")
        if event["source"] == SOURCE and subject.startswith(PREFIX):
            found.setdefault(subject.removeprefix(PREFIX), []).append(event)
    return dict(sorted(found.items()))


def known_until(stream: Iterable[Mapping[str, Any]], until: datetime) -> list[Fact]:
    """Return the events that the fold takes: it stops before the first with `at > until`."""
    facts: list[Fact] = []
    for event in stream:
        sequence = int(event["sequence"])
        # A sequence that was folded before is a duplicate, whatever else it says.
        if 1 <= sequence <= len(facts):
            continue
        # at(k) = max(at(k-1), recorded time of the event)
        at = max([fact.at for fact in facts[-1:]] + [instant(event["recordedtime"])])
        if at > until:
            break
        if sequence != len(facts) + 1:
            raise GapError(event["subject"])
        facts.append(fact(event, at))
    return facts


def fact(event: Mapping[str, Any], at: datetime) -> Fact:
    """Return the event with its moment: its `time` or its `at`, whichever is earlier."""
    return Fact(
        number=int(event["sequence"]),
        id=event["id"],
        name=KNOWN.get(event["type"], ""),
        data=event.get("data") or {},
        at=at,
        moment=min(at, instant(event["time"])) if event.get("time") else at,
    )
