"""Who is calling, as enrollment knows them: perhaps a person, and what they may see and do here."""

from dataclasses import dataclass
from uuid import UUID

from services.enrollment.queries import EnrollmentRow, PersonRow, find_by_subject
from shared.auth import Principal
from shared.database import Pool
from shared.http.guard import principal
from shared.http.problems import Problem

NAMES_SCOPE = "people:read"


@dataclass(frozen=True, kw_only=True)
class Caller:
    principal: Principal
    person_id: UUID | None

    @property
    def actor(self) -> str:
        return str(self.person_id or self.principal.subject)

    @property
    def administers(self) -> bool:
        """Administrators do, and integrations as far as their scopes let them come."""
        return bool(self.principal.roles & {"administrator", "integration"})

    @property
    def seen_by(self) -> UUID | None:
        """Nothing for who sees everybody's; else whose eyes lists are for."""
        if self.administers or "operator" in self.principal.roles:
            return None
        return self.person()

    def person(self) -> UUID:
        """The person that the caller is; refused if they are none."""
        if self.person_id is None:
            raise _forbidden(
                "Your token's subject is no person who is registered and has not left."
            )
        return self.person_id

    def sees(self, row: PersonRow) -> bool:
        viewer = self.seen_by
        return viewer is None or viewer in (row.person_id, row.manager_id)

    def sees_name(self, row: PersonRow) -> bool:
        """Operators see ids and codes, not names; integrations need the scope for it."""
        if "integration" in self.principal.roles:
            return NAMES_SCOPE in self.principal.scopes
        if "administrator" in self.principal.roles or self.person_id is None:
            return "administrator" in self.principal.roles
        return self.person_id in (row.person_id, row.manager_id)

    def require_sight(self, row: EnrollmentRow) -> None:
        viewer = self.seen_by
        if viewer is not None and viewer not in (row.person_id, row.manager_id):
            raise _forbidden("You see your own enrollments and those of your reports.")

    def require_own(self, person_id: UUID) -> None:
        if not self.administers and self.person() != person_id:
            raise _forbidden("The participant does this, or an administrator.")

    def require_manager(self, row: EnrollmentRow) -> None:
        administers = "administrator" in self.principal.roles
        if not administers and self.person() != row.manager_id:
            raise _forbidden("The participant's manager does this, or an administrator.")


def caller(pool: Pool) -> Caller:
    found = principal()
    return Caller(principal=found, person_id=find_by_subject(pool, found.subject))


def _forbidden(detail: str) -> Problem:
    return Problem(403, "forbidden", detail)
