"""Given what has happened, when something is asked, then these events, or this refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce

import pytest

from services.partnerships.partnership.decider import Command, partnership
from services.partnerships.partnership.state import State
from shared.errors import DomainError
from shared.events.partnerships import PartnershipEvent

Past = PartnershipEvent | tuple[PartnershipEvent, datetime]
LONG_AGO = datetime(2027, 1, 4, 9, tzinfo=UTC)


def state_after(*past: Past) -> State:
    """An event alone happened long ago; one that matters comes with its time."""
    timed = [each if isinstance(each, tuple) else (each, LONG_AGO) for each in past]
    return reduce(lambda state, each: partnership.evolve(state, *each), timed, partnership.initial)


@dataclass(frozen=True)
class When:
    past: Sequence[Past]
    command: Command

    def events(self) -> list[PartnershipEvent]:
        return list(partnership.decide(self.command, state_after(*self.past)))

    def then(self, *events: PartnershipEvent) -> None:
        assert self.events() == list(events)

    def then_refused(self, error: type[DomainError], saying: str | None = None) -> None:
        with pytest.raises(error, match=saying):
            partnership.decide(self.command, state_after(*self.past))


@dataclass(frozen=True)
class Given:
    past: Sequence[Past]

    def when(self, command: Command) -> When:
        return When(self.past, command)


def given(*past: Past) -> Given:
    return Given(past)
