"""What travels around an event: who said it, when it happened and was recorded, what caused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from shared.events.event import Event

E_co = TypeVar("E_co", bound=Event, covariant=True)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances of a command: everything about its events that the rules do not decide."""

    actor: str
    correlation_id: UUID
    causation_id: UUID | None = None
    traceparent: str | None = None


class NewEvent(msgspec.Struct, Generic[E_co], frozen=True, kw_only=True):
    """An event about to be appended; `recorded_at` is for imported history only."""

    id: UUID
    event: E_co
    occurred_at: datetime
    recorded_at: datetime | None = None


class Recorded(msgspec.Struct, Generic[E_co], frozen=True, kw_only=True):
    """An event as the store keeps it; `version` counts from 1 in its stream."""

    id: UUID
    stream: str
    version: int
    event: E_co
    actor: str
    correlation_id: UUID
    causation_id: UUID | None
    traceparent: str | None
    occurred_at: datetime
    recorded_at: datetime
    imported_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class History(Generic[E_co]):
    """One stream, oldest event first."""

    stream: str
    events: Sequence[Recorded[E_co]]

    @property
    def version(self) -> int:
        return len(self.events)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What makes a command repeatable: its key, the digest of its request, the answer to keep."""

    key: str
    digest: str
    answer: Any


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The answer that was kept for this request when it was carried out the first time."""

    answer: Any
    event_ids: Sequence[UUID]
    version: int
