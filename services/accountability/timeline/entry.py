"""One line of a timeline: a fact, what the rules derived from it, or what was done about that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from services.accountability.story.known import Known
from services.accountability.viewer import View
from shared.envelope import Recorded
from shared.events.accountability import (
    AlertAcknowledged,
    AlertDismissed,
    AlertEscalated,
    AlertRaised,
    AlertSnoozed,
)
from shared.events.event import Event

# What managers may see of a fact: dates and numbers, and what these are about.
NUMBERS = frozenset(
    {
        *("partnership_id", "program_id", "meeting_id", "conflict_id", "alert_id"),
        *("agreement_version", "role", "signer_id", "starts_on", "ends_on", "cadence_days"),
        *("notice_hours", "slots", "slot", "starts_at", "started_at", "minutes", "outcome"),
        *("paused_on", "resumes_on", "resumed_on", "ended_on", "next_meeting_on"),
        *("rule", "level", "due_at", "raised_at", "at", "until", "tell"),
    }
)
HIDDEN_FROM_MANAGERS = frozenset({"GoalSet", "ProgressReported", "CheckInRecorded"})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`at`: when it was known; `happened_at`: when it happened; `version`: its place."""

    event_id: UUID
    kind: Literal["fact", "alert", "handling"]
    type: str
    version: int
    at: datetime
    happened_at: datetime
    by: str | None
    data: Mapping[str, Any]


def of_fact(known: Known, view: View) -> Entry:
    return Entry(
        event_id=known.id,
        kind="fact",
        type=type(known.event).__name__,
        version=known.version,
        at=known.at,
        happened_at=known.moment,
        by=known.actor if view == "full" else None,
        data=data_of(known.event, view),
    )


def of_alert(recorded: Recorded[Any], view: View) -> Entry:
    event = recorded.event
    at = event.raised_at if isinstance(event, AlertRaised | AlertEscalated) else event.at
    handled = isinstance(event, AlertAcknowledged | AlertSnoozed | AlertDismissed)
    return Entry(
        event_id=recorded.id,
        kind="handling" if handled else "alert",
        type=type(event).__name__,
        version=recorded.version,
        at=at,
        happened_at=at,
        by=recorded.actor if handled and view == "full" else None,
        data=data_of(event, view),
    )


def data_of(event: Event, view: View) -> Mapping[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(
        event, builtin_types=(UUID, datetime), enc_hook=float
    )
    if view == "full":
        return data
    return {name: value for name, value in data.items() if name in NUMBERS}


def is_hidden(event: Event, view: View) -> bool:
    return view == "numbers" and type(event).__name__ in HIDDEN_FROM_MANAGERS
