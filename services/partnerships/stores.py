"""The streams of this service, and what is kept in the transaction of each append."""

from dataclasses import dataclass
from uuid import UUID

from services.partnerships.projections import keep_partnerships
from shared.clock import Clock
from shared.database import Pool
from shared.event_store.store import EventStore, Projection
from shared.events.partnerships import VOCABULARY, PartnershipEvent


@dataclass(frozen=True, kw_only=True)
class Stores:
    pool: Pool
    clock: Clock

    def partnerships(self, *also: Projection) -> EventStore[PartnershipEvent]:
        """`also`: what else one append keeps, or makes sure of, in its transaction."""
        return EventStore(self.pool, VOCABULARY, self.clock, [*also, keep_partnerships])


def stream_of(partnership_id: UUID) -> str:
    return f"partnership-{partnership_id}"
