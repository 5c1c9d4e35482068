"""An import of the current request: a whole new stream, said once, however often it is sent."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeAlias, TypeVar

from shared.clock import Clock
from shared.database import Pool
from shared.envelope import Answered, NewEvent
from shared.errors import RefusedInHistoryError, VersionConflictError
from shared.event_store.store import EventStore
from shared.events.event import Event, canonical
from shared.http.commands import Answer, Tell, answer, answer_again, said
from shared.http.idempotency import idempotent
from shared.http.json import json_body
from shared.http.problems import Problem
from shared.imports import Import, imported_before

E = TypeVar("E", bound=Event)
Relive: TypeAlias = Callable[[], Sequence[NewEvent[E]]]
StoreOf: TypeAlias = Callable[[Import], EventStore[E]]


def import_history(  # noqa: PLR0913 - what an import needs, each by its name
    pool: Pool,
    store_of: StoreOf[E],
    stream: str,
    relive: Relive[E],
    *,
    actor: str,
    clock: Clock,
    tell: Tell[E],
) -> Answer:
    """Append what `relive` makes of the body: 201, or 200 when all of it is there already.

    `store_of` makes a store that keeps, with what it appends, what was imported.
    """
    wanted = Import(stream=stream, digest=sha256(canonical(json_body())).hexdigest())
    store = store_of(wanted)
    if imported_before(pool, wanted):
        return _unchanged(store, stream, tell)
    try:
        outcome = store.append(
            stream,
            _relived(relive),
            expected_version=0,
            said=said(actor),
            request=idempotent({"stream": stream}),
            imported_at=clock(),
        )
    except VersionConflictError:
        # The same import at the same time: whoever came first did it.
        if imported_before(pool, wanted):
            return _unchanged(store, stream, tell)
        raise
    if isinstance(outcome, Answered):
        return answer_again(store, outcome, tell)
    return answer(outcome, tell)


def _relived(relive: Relive[E]) -> Sequence[NewEvent[E]]:
    try:
        return relive()
    except RefusedInHistoryError as refused:
        detail = f"Command {refused.index} is refused: {refused}"
        errors = {"commands": {refused.index: [str(refused)]}}
        raise Problem(409, refused.refusal.rule, detail, errors=errors) from refused


def _unchanged(store: EventStore[E], stream: str, tell: Tell[E]) -> Answer:
    """200: it is all there, and nothing was done."""
    idempotent(None)
    history = store.read(stream)
    imported = [each for each in history.events if each.imported_at is not None]
    body, _, headers = answer(imported, tell)
    return body, 200, headers
