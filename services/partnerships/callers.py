"""Who is calling, as partnerships knows them, and what they may see of one partnership."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid5

from services.partnerships.partnership.asking import Actor
from shared.auth import Principal
from shared.database import Pool
from shared.events.partnerships import SignatoryRole
from shared.http.guard import principal
from shared.http.problems import Problem

NAMES_SCOPE = "people:read"
# administrator: everything but the words; pair: everything; manager: no content; operator: ids.
Eyes: TypeAlias = Literal["administrator", "pair", "manager", "operator"]


@dataclass(frozen=True, kw_only=True)
class Caller:
    principal: Principal
    person_id: UUID | None

    @property
    def administers(self) -> bool:
        """Administrators do, and integrations as far as their scopes let them come."""
        return bool(self.principal.roles & {"administrator", "integration"})

    @property
    def id(self) -> UUID:
        """An administrator need not be a person of the company that enrollment knows."""
        return self.person_id or uuid5(NAMESPACE_URL, self.principal.subject)

    @property
    def name(self) -> str:
        """How the caller is called in the envelope of events."""
        return str(self.person_id or self.principal.subject)

    @property
    def actor(self) -> Actor:
        if self.person_id is None and not self.administers:
            raise _unknown()
        return Actor(person_id=self.id, is_administrator=self.administers)

    @property
    def seen_by(self) -> UUID | None:
        """Nothing for who sees everybody's; else whose partnerships lists are of."""
        if self.administers or "operator" in self.principal.roles:
            return None
        if self.person_id is None:
            raise _unknown()
        return self.person_id

    @property
    def sees_names(self) -> bool:
        if "integration" in self.principal.roles:
            return NAMES_SCOPE in self.principal.scopes
        return bool(self.principal.roles & {"administrator", "participant"})

    def eyes(self, people: Mapping[SignatoryRole, UUID]) -> Eyes | None:
        """Nothing for somebody who may not even know that there is this partnership."""
        roles = {role for role, person in people.items() if person == self.person_id}
        if {"mentor", "mentee"} & roles:
            return "pair"
        if self.administers:
            return "administrator"
        if "operator" in self.principal.roles:
            return "operator"
        return "manager" if roles else None


def caller(pool: Pool) -> Caller:
    found = principal()
    return Caller(principal=found, person_id=_person(pool, found))


def _person(pool: Pool, found: Principal) -> UUID | None:
    if "integration" in found.roles:
        return None
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT person_id FROM people WHERE subject = %s AND left_on IS NULL",
            (found.subject,),
        ).fetchone()
    return row[0] if row else None


def _unknown() -> Problem:
    return Problem(
        403, "forbidden", "Your token's subject is no person who is registered and has not left."
    )
