"""The application layer, whole: load, fold, decide, append."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

from shared.envelope import Answered, History, NewEvent, Recorded, Request, Said
from shared.errors import DomainError, VersionConflictError
from shared.events.event import Event

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E", bound=Event)

_ATTEMPTS = 5


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


class Store(Protocol[E]):
    """What a decider needs of an event store; it knows nothing of databases."""

    def read(self, stream: str) -> History[E]: ...

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent[E]],
        *,
        expected_version: int,
        said: Said,
        request: Request | None = None,
    ) -> Sequence[Recorded[E]] | Answered: ...

    def answered(self, request_key: str, digest: str) -> Answered | None: ...


def handle(  # noqa: PLR0913
    store: Store[E],
    decider: Decider[C, S, E],
    stream: str,
    command: C,
    *,
    said: Said,
    occurred_at: datetime,
    request: Request | None = None,
    if_match: int | None = None,
) -> Sequence[Recorded[E]] | Answered:
    """Run `command` against `stream`; raise `DomainError` if the rules refuse.

    `if_match` is the version that the caller decided on: another one is a `VersionConflictError`,
    which without it is only a reason to decide again.
    """

    def attempt() -> Sequence[Recorded[E]] | Answered:
        history = store.read(stream)
        if if_match is not None and if_match != history.version:
            raise VersionConflictError
        events = decider.decide(command, decider.fold(history))
        new = [NewEvent(id=uuid4(), event=event, occurred_at=occurred_at) for event in events]
        version = history.version
        return store.append(stream, new, expected_version=version, said=said, request=request)

    for remaining in reversed(range(_ATTEMPTS)):
        try:
            return attempt()
        except (DomainError, VersionConflictError) as refusal:
            # Carried out before, a command is often refused for what it has itself brought about.
            if request and (answered := store.answered(request.key, request.digest)):
                return answered
            if isinstance(refusal, DomainError) or if_match is not None or not remaining:
                raise
    raise AssertionError
