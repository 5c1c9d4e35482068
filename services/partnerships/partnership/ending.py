"""A partnership ends by somebody's word, with an outcome; dates alone end nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.partnerships.partnership.asking import (
    Asked,
    AskedBy,
    local_date,
    ongoing,
    require_partner_or_administrator,
)
from services.partnerships.partnership.state import Ended, Proposed, State, Unproposed
from shared.errors import DomainError
from shared.events.partnerships import Outcome, PartnershipEnded, PartnershipEvent
from shared.events.reasons import Reason


class EndInFutureError(DomainError):
    rule = "end-in-future"


class NothingCompletedError(DomainError):
    rule = "nothing-completed"


@dataclass(frozen=True, kw_only=True)
class End(AskedBy):
    ended_on: date
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class EndWithdrawn(Asked):
    """Enrollment says that the mentor or the mentee has withdrawn, or left the company."""

    ended_on: date
    reason: Reason


def end(command: End, state: State) -> Sequence[PartnershipEvent]:
    current = ongoing(state)
    require_partner_or_administrator(current.pair, command.by)
    today = local_date(current.pair, command.now)
    if command.ended_on > today:
        raise EndInFutureError(f"Say it when it has ended: ended_on is {today} or earlier.")
    if isinstance(current, Proposed) and command.outcome == "completed":
        raise NothingCompletedError(
            "What never started is not completed: no_fault, withdrawn, rematched or inactive."
        )
    return [
        PartnershipEnded(ended_on=command.ended_on, outcome=command.outcome, reason=command.reason)
    ]


def end_withdrawn(command: EndWithdrawn, state: State) -> Sequence[PartnershipEvent]:
    if isinstance(state, Unproposed | Ended):
        return []
    return [PartnershipEnded(ended_on=command.ended_on, outcome="withdrawn", reason=command.reason)]
