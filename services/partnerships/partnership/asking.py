"""Who asks, and what every command carries; what must be true before any rule is looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.partnerships.partnership.state import (
    Active,
    Ended,
    Ongoing,
    Pair,
    State,
    Unproposed,
    unsigned,
)
from services.partnerships.partnership.zones import zone
from shared.errors import DomainError
from shared.events.event import written
from shared.events.partnerships import Partner


class TimeInFutureError(DomainError):
    rule = "time-in-the-future"


class UnknownPartnershipError(DomainError):
    rule = "unknown-partnership"


class PartnershipEndedError(DomainError):
    rule = "partnership-ended"


class NotActiveError(DomainError):
    rule = "partnership-not-active"


class NotOfThePairError(DomainError):
    rule = "not-of-the-pair"


class AdministratorOnlyError(DomainError):
    rule = "administrator-only"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The acting person. Mentor, mentee or manager follows from the partnership itself."""

    person_id: UUID
    is_administrator: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`happened_at` is for what is only said later than it happened, never for the future."""

    now: datetime
    happened_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        return self.now if self.happened_at is None else self.happened_at


@dataclass(frozen=True, kw_only=True)
class AskedBy(Asked):
    by: Actor


def require_past(command: Asked) -> None:
    if command.moment > command.now:
        raise TimeInFutureError(
            f"A thing can be said once it has happened: a time up to {written(command.now)}."
        )


def ongoing(state: State) -> Ongoing:
    if isinstance(state, Unproposed):
        raise UnknownPartnershipError("There is no such partnership: propose it first.")
    if isinstance(state, Ended):
        raise PartnershipEndedError(
            f"The partnership ended on {state.ended_on} ({state.outcome}): propose a new one."
        )
    return state


def active(state: State) -> Active:
    current = ongoing(state)
    if isinstance(current, Active):
        return current
    missing = "a draft of the agreement"
    if current.drafts:
        roles = ", ".join(unsigned(current.drafts[-1]))
        missing = f"the signature of {roles} under version {len(current.drafts)}"
    raise NotActiveError(f"The partnership starts when all four have signed; missing: {missing}.")


def partner(pair: Pair, actor: Actor) -> Partner:
    """Which of the pair this is; anybody else is refused."""
    for role in ("mentor", "mentee"):
        if pair.people[role] == actor.person_id:
            return role
    raise NotOfThePairError("Only the mentor and the mentee of this partnership can do this.")


def require_partner_or_administrator(pair: Pair, actor: Actor) -> None:
    if not actor.is_administrator:
        partner(pair, actor)


def require_administrator(actor: Actor) -> None:
    if not actor.is_administrator:
        raise AdministratorOnlyError("Only an administrator can do this.")


def local_date(pair: Pair, moment: datetime) -> date:
    return moment.astimezone(zone(pair.time_zone)).date()
