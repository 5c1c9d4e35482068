"""A partnership's facts as its story reads them: what, when it happened, when it was known."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Known:
    """`at` is when it was known, never before what stands earlier; `moment` is when it happened."""

    id: UUID
    version: int
    event: Event
    actor: str
    at: datetime
    moment: datetime
