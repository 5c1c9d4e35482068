"""Lines of enrollments.csv as commands: somebody asks to take part, two people acknowledge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from cli.importing.moments import Moment
from cli.importing.rows import EnrollmentRow, PersonRow
from cli.importing.steps import Step, in_order


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is acknowledged: the version that the service published, by its digest."""

    program_id: UUID
    version: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Enrolling:
    row: EnrollmentRow
    person_id: UUID
    manager_id: UUID | None
    zone: ZoneInfo
    terms: Terms

    def steps(self) -> list[Step]:
        return in_order([self.request(), *self.acknowledgements(), *self.withdrawal()])

    def request(self) -> Step:
        says = {
            "program_id": str(self.terms.program_id),
            "person_id": str(self.person_id),
            "role": self.row.role,
            "capacity": self.row.capacity,
            "terms_version": self.terms.version,
        }
        return self.step(self.row.requested_on, self.person_id, "request", says)

    def acknowledgements(self) -> Iterator[Step]:
        if self.row.acknowledged_on is not None:
            yield self.acknowledgement(self.row.acknowledged_on, self.person_id, self.row.role)
        if self.row.manager_acknowledged_on is not None and self.manager_id is not None:
            yield self.acknowledgement(self.row.manager_acknowledged_on, self.manager_id, "manager")

    def acknowledgement(self, when: Moment, by: UUID, role: str) -> Step:
        says = {"as": role, "terms_version": self.terms.version, "digest": self.terms.digest}
        return self.step(when, by, "acknowledge", says)

    def withdrawal(self) -> Iterator[Step]:
        if self.row.withdrawn_on is not None:
            says = {"reason": self.row.reason}
            yield self.step(self.row.withdrawn_on, self.person_id, "withdraw", says)

    def step(self, when: Moment, by: UUID, do: str, says: Mapping[str, Any]) -> Step:
        at = when.instant(self.zone)
        return Step(at=at, by=by, do=do, says=says, file="enrollments.csv", line=self.row.line)


def enrolling(
    row: EnrollmentRow, person: PersonRow, ids: Mapping[str, UUID], terms: Terms
) -> Enrolling:
    return Enrolling(
        row=row,
        person_id=ids[person.email],
        manager_id=ids[person.manager] if person.manager else None,
        zone=ZoneInfo(person.time_zone),
        terms=terms,
    )
