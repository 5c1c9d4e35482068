"""One place where what is kept is not what the journal says."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Difference:
    partnership_id: UUID
    where: Literal["case", "events", "alerts", "partnership", "participants"]
    kept: str
    derived: str


@dataclass(frozen=True, kw_only=True)
class Verified:
    """`alert_events` is how many were recorded, each of which has been derived anew."""

    partnerships: int
    alert_events: int
    differences: tuple[Difference, ...]
