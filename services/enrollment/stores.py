"""The streams of this service, and what is kept in the transaction of each append."""

from dataclasses import dataclass

from services.enrollment.departures import withdraw_enrollments
from services.enrollment.people import PersonalData, keep_people
from services.enrollment.projections import keep_enrollments, keep_programs
from shared.clock import Clock
from shared.database import Pool
from shared.event_store.store import EventStore, Projection
from shared.events.enrollment import VOCABULARY, EnrollmentEvent, PersonEvent, ProgramEvent
from shared.imports import Import


@dataclass(frozen=True, kw_only=True)
class Stores:
    pool: Pool
    clock: Clock

    def programs(self) -> EventStore[ProgramEvent]:
        return EventStore(self.pool, VOCABULARY, self.clock, [keep_programs])

    def people(self, personal_data: PersonalData | None = None) -> EventStore[PersonEvent]:
        """`personal_data`: of the person whose registration is appended."""
        kept = [personal_data] if personal_data else []
        projections: list[Projection] = [keep_people, withdraw_enrollments, *kept]
        return EventStore(self.pool, VOCABULARY, self.clock, projections)

    def enrollments(self, imported: Import | None = None) -> EventStore[EnrollmentEvent]:
        """`imported`: what an append of history is to be remembered as."""
        kept = [imported] if imported else []
        projections: list[Projection] = [keep_enrollments, *kept]
        return EventStore(self.pool, VOCABULARY, self.clock, projections)
