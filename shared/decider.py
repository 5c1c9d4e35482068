"""The application layer, whole: load, fold, decide, append."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Generic, TypeVar

from shared.envelope import History
from shared.events.event import Event

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, kw_only=True)
class Decider(Generic[C, S, E]):
    """The rules of one kind of stream. `evolve` is told when the event happened."""

    initial: S
    decide: Callable[[C, S], Sequence[E]]
    evolve: Callable[[S, E, datetime], S]

    def fold(self, history: History[E]) -> S:
        return reduce(
            lambda state, recorded: self.evolve(state, recorded.event, recorded.occurred_at),
            history.events,
            self.initial,
        )
