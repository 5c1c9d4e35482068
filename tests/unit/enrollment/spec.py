"""Given what has happened, when something is asked, then these events, or this refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Generic, TypeVar

import pytest

from shared.decider import Decider
from shared.errors import DomainError
from shared.events.event import Event

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E", bound=Event)
LONG_AGO = datetime(2027, 1, 4, 9, tzinfo=UTC)


@dataclass(frozen=True)
class When(Generic[C, S, E]):
    decider: Decider[C, S, E]
    past: Sequence[E]
    command: C

    def events(self) -> list[E]:
        state = reduce(
            lambda state, event: self.decider.evolve(state, event, LONG_AGO),
            self.past,
            self.decider.initial,
        )
        return list(self.decider.decide(self.command, state))

    def then(self, *events: E) -> None:
        assert self.events() == list(events)

    def then_refused(self, error: type[DomainError], saying: str | None = None) -> None:
        with pytest.raises(error, match=saying):
            self.events()


@dataclass(frozen=True)
class Given(Generic[C, S, E]):
    decider: Decider[C, S, E]
    past: Sequence[E]

    def when(self, command: C) -> When[C, S, E]:
        return When(self.decider, self.past, command)


@dataclass(frozen=True)
class Spec(Generic[C, S, E]):
    decider: Decider[C, S, E]

    def given(self, *past: E) -> Given[C, S, E]:
        return Given(self.decider, past)
