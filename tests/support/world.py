"""Enrollment and partnerships as they record: a history that was imported, and people at work."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

from services.enrollment.people import PersonalData
from services.enrollment.stores import Stores
from services.partnerships.projections import keep_history
from shared.clock import now
from shared.database import Pool, connect_pool
from shared.envelope import NewEvent
from shared.event_store.store import EventStore
from shared.events import enrollment, partnerships
from shared.events.enrollment import (
    EnrollmentAccepted,
    ManagerChanged,
    PersonErased,
    PersonRegistered,
)
from shared.events.event import Event as Fact
from shared.events.examples.find import example
from shared.events.partnerships import GoalSet, PartnershipProposed
from shared.vocabulary import decode
from tests.reference.facts import instant
from tests.support.histories.bulk import bulk
from tests.support.histories.wire import ENCODER, Wire, identity
from tests.support.programs import said

LONG_AGO = datetime(2025, 12, 1, tzinfo=UTC)
UNTIL = datetime(2026, 10, 1, tzinfo=UTC)


@dataclass(kw_only=True)
class World:
    """`acknowledged`: how many events of each stream the stores have taken."""

    enrollment: Pool
    partnerships: Pool
    acknowledged: dict[str, int] = field(default_factory=dict)

    def accept(self) -> None:
        """Mentor and mentee of all histories are in the program."""
        store: EventStore[Any] = EventStore(self.enrollment, enrollment.VOCABULARY, now)
        for role in ("mentor", "mentee"):
            enrollment_id = uuid4()
            accepted = EnrollmentAccepted(
                enrollment_id=enrollment_id,
                program_id=UUID(identity("program")),
                person_id=UUID(identity(role)),
                role=role,
                capacity=99,
                manager_id=UUID(identity(f"{role}-manager")),
                terms_version=1,
            )
            new = new_event(accepted, recorded_at=LONG_AGO)
            self._append(store, f"enrollment-{enrollment_id}", [new], imported_at=now())

    def live_through(self, histories: int, seed: int) -> None:
        for history in bulk(histories, seed):
            new = [_told(event) for event in history if instant(event["recordedtime"]) < UNTIL]
            self._append(self._partnerships(), history[0]["subject"], new, imported_at=now())

    def register(self, name: str, person_id: UUID | None = None) -> UUID:
        person_id = person_id or uuid4()
        registered = PersonRegistered(
            person_id=person_id, subject=str(person_id), time_zone="Europe/Rome", manager_id=None
        )
        personal = PersonalData(name=name, email=f"{person_id}@example.org")
        store: EventStore[Any] = Stores(pool=self.enrollment, clock=now).people(personal)
        self._append(store, f"person-{person_id}", [new_event(registered)])
        return person_id

    def erase(self, person_id: UUID) -> None:
        store: EventStore[Any] = Stores(pool=self.enrollment, clock=now).people()
        self._append(store, f"person-{person_id}", [new_event(PersonErased(person_id=person_id))])

    def change_manager(self, person_id: UUID, manager_id: UUID) -> None:
        changed = ManagerChanged(person_id=person_id, manager_id=manager_id)
        store: EventStore[Any] = EventStore(self.enrollment, enrollment.VOCABULARY, now)
        self._append(store, f"person-{person_id}", [new_event(changed)])

    def propose(self, **managers: UUID) -> str:
        partnership_id = uuid4()
        names = ("program", "mentor", "mentee", "mentor_manager", "mentee_manager")
        ids: dict[str, Any] = {
            f"{name}_id": UUID(identity(name.replace("_", "-"))) for name in names
        }
        proposed = PartnershipProposed(
            **{**ids, **managers},
            partnership_id=partnership_id,
            time_zone="Europe/Rome",
            terms_version=1,
            policy=example(PartnershipProposed).policy,
        )
        stream = f"partnership-{partnership_id}"
        self._append(self._partnerships(), stream, [new_event(proposed)])
        return stream

    def set_goal(self, stream: str) -> None:
        goal = GoalSet(goal_id=uuid4(), due_on=None)
        self._append(self._partnerships(), stream, [new_event(goal)])

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """People register, partnerships are proposed and set goals, as fast as they can."""
        stop = Event()

        def work() -> None:
            while not stop.is_set():
                self.register("Somebody")
                stream = self.propose()
                for _ in range(3):
                    self.set_goal(stream)

        thread = Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _partnerships(self) -> EventStore[Any]:
        return EventStore(self.partnerships, partnerships.VOCABULARY, now, [keep_history])

    def _append(
        self, store: EventStore[Any], stream: str, new: list[NewEvent[Any]], **imported: Any
    ) -> None:
        expected = self.acknowledged.get(stream, 0)
        store.append(stream, new, expected_version=expected, said=said(), **imported)
        self.acknowledged[stream] = expected + len(new)


def new_event(event: Fact, recorded_at: datetime | None = None) -> NewEvent[Any]:
    return NewEvent(
        id=uuid4(), event=event, occurred_at=recorded_at or now(), recorded_at=recorded_at
    )


def _told(event: Wire) -> NewEvent[Any]:
    return NewEvent(
        id=UUID(event["id"]),
        event=decode(event["type"], ENCODER.encode(event["data"]), partnerships.VOCABULARY),
        occurred_at=min(instant(event["time"]), instant(event["recordedtime"])),
        recorded_at=instant(event["recordedtime"]),
    )


@contextmanager
def world(databases: Mapping[str, str]) -> Iterator[World]:
    with (
        connect_pool(databases["enrollment"], size=2) as enrolling,
        connect_pool(databases["partnerships"], size=2) as partnering,
    ):
        yield World(enrollment=enrolling, partnerships=partnering)
