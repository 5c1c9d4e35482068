"""From a request to a command and back: who says it, on which version, what is answered."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from flask import request

from shared.decider import Decider, handle
from shared.envelope import Answered, Recorded, Said
from shared.event_store.store import EventStore
from shared.events.event import Event
from shared.http.correlation import correlation_id, traceparent
from shared.http.idempotency import idempotent
from shared.http.measuring import Counted, name_recorded, note_outcome
from shared.http.preconditions import etag, if_match
from shared.http.problems import NotFoundProblem

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E", bound=Event)

Answer: TypeAlias = tuple[Mapping[str, Any], int, Mapping[str, str]]
Tell: TypeAlias = Callable[[Sequence[E]], Mapping[str, Any]]


def said(actor: str) -> Said:
    """The circumstances of whatever the current request brings about."""
    return Said(actor=actor, correlation_id=correlation_id(), traceparent=traceparent())


def nothing(_events: Sequence[Event]) -> Mapping[str, Any]:
    return {}


def carry_out(  # noqa: PLR0913 - what a command needs, each by its name
    store: EventStore[E],
    decider: Decider[C, S, E],
    stream: str,
    command: C,
    *,
    actor: str,
    occurred_at: datetime,
    tell: Tell[E] = nothing,
) -> Answer:
    """Handle a command of the current request.

    `tell` says what to answer from the events alone, so a repeated request is answered alike.
    """
    outcome = handle(
        Counted(store=store),
        decider,
        stream,
        command,
        said=said(actor),
        occurred_at=occurred_at,
        request=idempotent({"stream": stream}),
        if_match=if_match(),
    )
    if isinstance(outcome, Answered):
        note_outcome("answered")
        return answer_again(store, outcome, tell)
    note_outcome("recorded")
    name_recorded(stream, outcome)
    return answer(outcome, tell)


def answer(recorded: Sequence[Recorded[E]], tell: Tell[E] = nothing) -> Answer:
    """Answer with the things that were made, the ids of the events, and the new version."""
    status = 201 if request.method == "POST" else 200
    body = {**tell([each.event for each in recorded]), "event_ids": [each.id for each in recorded]}
    return body, status, etag(recorded[-1].version) if recorded else {}


def answer_again(store: EventStore[E], answered: Answered, tell: Tell[E] = nothing) -> Answer:
    """Answer a repeated request as it was answered first."""
    history = store.read(answered.answer["stream"])
    return answer([each for each in history.events if each.id in set(answered.event_ids)], tell)


def required(found: S | None, what: str, name: object) -> S:
    """The thing that was looked up, or 404."""
    if found is None:
        raise NotFoundProblem(what, name)
    return found
