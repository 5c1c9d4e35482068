"""Partnerships over HTTP, with what enrollment is heard to say: what tests start from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.partnerships.consumer import apply
from shared.clock import now
from shared.database import Pool
from shared.events.enrollment import (
    SOURCE,
    TOPIC,
    EnrollmentAccepted,
    EnrollmentWithdrawn,
    ManagerChanged,
    ParticipantRole,
    PersonErased,
    PersonRegistered,
    TermsPublished,
    UnavailabilityEnded,
    UnavailabilityPlanned,
)
from shared.events.event import Event, encode, event_type, sealed
from shared.events.terms import DurationWeeks, Policy, Responsibilities
from shared.heard import Heard

ADMINISTRATOR = "administrator/root"
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
_offsets = count()


def heard(event: Event, *, at: datetime = LONG_AGO, id_: UUID | None = None) -> Heard:
    """`event` as it came over Kafka; which stream and version it has matters to nobody here."""
    return Heard(
        specversion="1.0",
        id=id_ or uuid4(),
        type=event_type(type(event)),
        source=SOURCE,
        stream=f"stream-{next(_offsets)}",
        occurred_at=at,
        recorded_at=at,
        sequence="0000000001",
        partitionkey="stream",
        correlation_id=uuid4(),
        actor="root",
        data=encode(event),
        topic=TOPIC,
        partition=0,
        offset=next(_offsets),
    )


@dataclass(frozen=True, kw_only=True)
class Reply:
    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def body(self) -> Any:
        return self.answer.json

    @property
    def rule(self) -> str:
        """The rule that refused; nothing if the answer is no problem document."""
        is_problem = self.answer.mimetype == "application/problem+json"
        return str(self.body["type"]).removeprefix("/problems/") if is_problem else ""

    @property
    def etag(self) -> str:
        return self.answer.headers.get("ETag", "")


@dataclass(frozen=True, kw_only=True)
class Office:
    client: FlaskClient
    pool: Pool
    program_id: UUID = field(default_factory=uuid4)

    def hear(self, *facts: Heard | Event) -> None:
        with self.pool.connection() as connection, connection.transaction():
            apply(connection, [each if isinstance(each, Heard) else heard(each) for each in facts])

    def send(
        self, method: str, path: str, body: Any = None, *, by: str | None = None, **headers: str
    ) -> Reply:
        sent = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        if by != "":
            sent["Authorization"] = f"Bearer {by or ADMINISTRATOR}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Reply(answer=self.client.open(path, method=method, json=body, headers=sent))

    def post(self, path: str, body: Any, *, by: str | None = None, **headers: str) -> Reply:
        return self.send("POST", path, body, by=by, **headers)

    def get(self, path: str, *, by: str | None = None, **headers: str) -> Reply:
        return self.send("GET", path, by=by, **headers)

    def made(self, path: str, body: Any, *, by: str | None = None) -> Any:
        answer = self.post(path, body, by=by)
        assert answer.status == 201, answer.body
        return answer.body

    def publish_terms(self, terms_version: int = 1, at: datetime = LONG_AGO) -> None:
        terms = TermsPublished(
            program_id=self.program_id,
            terms_version=terms_version,
            responsibilities=Responsibilities(mentor="", mentee="", manager="", administrator=""),
            duration_weeks=DurationWeeks(least=12, usual=26, most=52),
            policy=Policy(),
            digest="",
        )
        self.hear(heard(sealed(terms), at=at))

    def subject(self, name: str) -> str:
        """Each test has a program of its own, and people of its own."""
        return f"{name}-{self.program_id}"

    def token(self, name: str) -> str:
        return f"participant/{self.subject(name)}"

    def person(self, subject: str, manager_id: UUID | None = None) -> UUID:
        person_id = uuid4()
        self.hear(
            PersonRegistered(
                person_id=person_id,
                subject=self.subject(subject),
                time_zone="Europe/Berlin",
                manager_id=manager_id,
            )
        )
        return person_id

    def enroll(  # noqa: PLR0913 - what an enrollment is made of
        self,
        person_id: UUID,
        role: ParticipantRole,
        manager_id: UUID,
        *,
        capacity: int = 1,
        terms_version: int = 1,
        at: datetime = LONG_AGO,
    ) -> UUID:
        enrollment_id = uuid4()
        accepted = EnrollmentAccepted(
            enrollment_id=enrollment_id,
            program_id=self.program_id,
            person_id=person_id,
            role=role,
            capacity=capacity,
            manager_id=manager_id,
            terms_version=terms_version,
        )
        self.hear(heard(accepted, at=at))
        return enrollment_id

    def number_of_events(self) -> int:
        with self.pool.connection() as db:
            row = db.execute("SELECT count(*) FROM events").fetchone()
        return int(row[0]) if row else 0

    def events(self, partnership_id: str) -> Sequence[tuple[str, Any]]:
        with self.pool.connection() as db:
            return db.execute(
                "SELECT type, data FROM events WHERE stream = %s ORDER BY version",
                (f"partnership-{partnership_id}",),
            ).fetchall()

    def causes(self, partnership_id: str) -> Sequence[UUID | None]:
        with self.pool.connection() as db:
            rows = db.execute(
                "SELECT causation_id FROM events WHERE stream = %s ORDER BY version",
                (f"partnership-{partnership_id}",),
            ).fetchall()
        return [row[0] for row in rows]


DRAFT: dict[str, Any] = {
    "starts_on": "2026-02-02",
    "ends_on": "2026-08-03",
    "cadence_days": 14,
    "slots": [
        {
            "weekday": "tuesday",
            "week_of_month": None,
            "local_time": "09:00",
            "time_zone": "Europe/Berlin",
            "minutes": 60,
        }
    ],
    "notice_hours": 48,
    "contingencies": [
        {"for": "manager_priority", "then": {"kind": "move_within_days", "days": 7}},
        {"for": "travel", "then": {"kind": "remote"}},
    ],
    "agenda_hours": 24,
    "review_on": "2026-05-04",
}
ROLES = ("mentor", "mentee", "mentor_manager", "mentee_manager")
SUBJECTS = {"mentor": "max", "mentee": "mia", "mentor_manager": "mona", "mentee_manager": "moe"}


def ahead(days: int = 3, minutes: int = 0) -> str:
    moment = now().replace(second=0, microsecond=0)
    return (moment + timedelta(days=days, minutes=minutes)).isoformat()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Max mentors Mia; they report to Mona and Moe."""

    office: Office
    people: dict[str, UUID]
    enrollments: dict[str, UUID]

    def token(self, role: str) -> str:
        return self.office.token(SUBJECTS[role])

    def propose(self, **changed: Any) -> Reply:
        body = {
            "program_id": str(self.office.program_id),
            "mentor_id": str(self.people["mentor"]),
            "mentee_id": str(self.people["mentee"]),
            "time_zone": "Europe/Berlin",
        }
        return self.office.post("/partnerships", {**body, **changed})

    def proposed(self) -> "Partnership":
        answer = self.propose()
        assert answer.status == 201, answer.body
        return Partnership(pair=self, id=answer.body["partnership_id"])

    def withdraw(self, role: ParticipantRole) -> Heard:
        withdrawn = EnrollmentWithdrawn(
            enrollment_id=self.enrollments[role], reason="NO_LONGER_NEEDED"
        )
        return heard(withdrawn, at=now())

    def plan_absence(self, role: ParticipantRole, first: str, until: str) -> Heard:
        return heard(
            UnavailabilityPlanned(
                enrollment_id=self.enrollments[role],
                from_on=datetime.fromisoformat(first).date(),
                until_on=datetime.fromisoformat(until).date(),
                reason="LEAVE_PLANNED",
                replacement_id=None,
            )
        )

    def end_absence(self, role: ParticipantRole, ended_on: str) -> Heard:
        return heard(
            UnavailabilityEnded(
                enrollment_id=self.enrollments[role],
                ended_on=datetime.fromisoformat(ended_on).date(),
            )
        )

    def change_manager(self, role: str, manager_id: UUID | None) -> Heard:
        return heard(ManagerChanged(person_id=self.people[role], manager_id=manager_id))

    def erase(self, role: str) -> Heard:
        return heard(PersonErased(person_id=self.people[role]))


@dataclass(frozen=True, kw_only=True)
class Partnership:
    pair: Pair
    id: str

    @property
    def office(self) -> Office:
        return self.pair.office

    def post(
        self, path: str, body: Any = None, *, role: str | None = None, **headers: str
    ) -> Reply:
        by = self.pair.token(role) if role else None
        return self.office.post(f"/partnerships/{self.id}{path}", body or {}, by=by, **headers)

    def made(self, path: str, body: Any = None, *, role: str | None = None) -> Any:
        answer = self.post(path, body, role=role)
        assert answer.status == 201, answer.body
        return answer.body

    def get(self, path: str = "", *, role: str | None = None) -> Reply:
        by = self.pair.token(role) if role else None
        return self.office.get(f"/partnerships/{self.id}{path}", by=by)

    def draft(self, **changed: Any) -> Any:
        return self.made("/agreements", {**DRAFT, **changed}, role="mentee")

    def sign(self, by: str, drafted: Any, **changed: Any) -> Reply:
        path = f"/agreements/{drafted['agreement_version']}/signatures"
        body = {"role": by, "digest": drafted["digest"]}
        return self.post(path, {**body, **changed}, role=by)

    def activated(self) -> "Partnership":
        drafted = self.draft()
        for role in ROLES:
            answer = self.sign(role, drafted)
            assert answer.status == 201, answer.body
        return self

    def schedule(self, starts_at: str | None = None) -> str:
        body = {"starts_at": starts_at or ahead(), "minutes": 60}
        return str(self.made("/meetings", body, role="mentee")["meeting_id"])

    def report(self, started_at: str | None = None, role: str = "mentor") -> str:
        body = {"started_at": started_at or ahead(-1), "minutes": 60}
        return str(self.made("/held-meetings", body, role=role)["meeting_id"])

    @property
    def types(self) -> list[str]:
        return [type_ for type_, _ in self.office.events(self.id)]
