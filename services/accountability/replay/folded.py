"""What the journal makes of one partnership: everything that the tables keep of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from services.accountability.alerts.alert import Alert, fold_into
from services.accountability.case.state import Case
from services.accountability.facts import Fact, UnknownVersionError, UnreadableError
from services.accountability.fold import advance, begin
from services.accountability.folding import hear
from services.accountability.projections.participants import Participants, whose
from services.accountability.replay.scope import Scope
from services.accountability.replay.told import Told, told
from services.accountability.said import Derived, publish
from shared.database import Connection
from shared.events.partnerships import SOURCE

PREFIX = "partnership-"
# So many facts are in memory at once, however long the history is.
_FACTS_AT_ONCE = 2000


class CannotFoldError(Exception):
    """A fact was taken in once that this code cannot fold: a newer version may be needed."""


@dataclass(frozen=True, kw_only=True)
class Folded:
    """`partition` and `imported_at` are those of the last fact, as the live tables have them."""

    case: Case
    participants: Participants | None
    alerts: Sequence[Alert]
    partition: int
    imported_at: datetime | None
    facts: int


def folded(connection: Connection, scope: Scope) -> Iterator[Folded]:
    """Fold the partnerships of a scope, one after the other, in the transaction of the caller."""
    said = told(connection, scope)
    with connection.cursor("facts") as cursor:
        cursor.itersize = _FACTS_AT_ONCE
        rows = cursor.execute(_facts(scope), binary=True)
        for stream, found in groupby(rows, key=lambda row: row[0]):
            yield _fold(stream, found, said)


def _facts(scope: Scope) -> Any:
    return scope.select(
        """
        SELECT
            stream, id::text, version, type, recorded_at, occurred_at, data::text, partition,
            imported_at
        FROM journal
        WHERE {scope} AND source = {source}
        ORDER BY stream, version
        """,
        source=SOURCE,
    )


def _fold(stream: str, rows: Iterable[Sequence[Any]], told: Told) -> Folded:
    partnership_id = UUID(stream.removeprefix(PREFIX))
    case = begin(str(partnership_id))
    said: list[Derived] = []
    participants: Participants | None = None
    last: Sequence[Any] = ()
    facts = 0
    for row in rows:
        fact, last, facts = _fact(row), row, facts + 1
        said += _hear(stream, case, fact)
        participants = whose(partnership_id, participants, fact.type, fact.data)
    if (until := told.until.get(stream)) is not None:
        said += advance(case, until)
    return Folded(
        case=case,
        participants=participants,
        alerts=list(told.handled(fold_into({}, map(publish, said)))),
        partition=last[7],
        imported_at=last[8],
        facts=facts,
    )


def _hear(stream: str, case: Case, fact: Fact) -> Sequence[Derived]:
    try:
        return hear(case, fact, live=True)
    except (UnreadableError, UnknownVersionError, msgspec.MsgspecError) as error:
        raise CannotFoldError(f"{stream}, version {fact.sequence}: {error}") from error


def _fact(row: Sequence[Any]) -> Fact:
    _, id_, version, type_, recorded_at, occurred_at, data, _, _ = row
    return Fact(
        id=id_,
        sequence=version,
        type=type_,
        recorded=recorded_at,
        time=occurred_at,
        data=data.encode(),
    )
