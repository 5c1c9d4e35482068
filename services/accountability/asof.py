"""What the system knew and would have said at an instant: the same fold, up to it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.accountability.alerts.alert import Alert, fold_into
from services.accountability.case.state import Case
from services.accountability.facts import Fact
from services.accountability.fold import begin
from services.accountability.folding import refold
from services.accountability.journal import facts_of
from services.accountability.said import publish
from shared.database import Connection


@dataclass(frozen=True, kw_only=True)
class AsOf:
    case: Case
    alerts: dict[UUID, Alert]


def as_of(
    connection: Connection, partnership_ids: Collection[UUID], until: datetime
) -> Iterator[tuple[UUID, AsOf]]:
    """Fold some partnerships up to `until`, one after the other."""
    for partnership_id, facts in facts_of(connection, partnership_ids):
        yield partnership_id, _folded(partnership_id, facts, until)


def both(
    connection: Connection,
    partnership_ids: Collection[UUID],
    until: datetime,
    change: Callable[[Fact], Fact],
) -> Iterator[tuple[dict[UUID, Alert], dict[UUID, Alert]]]:
    """Fold each partnership as it was, and with every fact changed before it is folded."""
    for partnership_id, facts in facts_of(connection, partnership_ids):
        yield (
            _folded(partnership_id, facts, until).alerts,
            _folded(partnership_id, map(change, facts), until).alerts,
        )


def _folded(partnership_id: UUID, facts: Iterable[Fact], until: datetime) -> AsOf:
    case = begin(str(partnership_id))
    said = refold(case, facts, until)
    return AsOf(case=case, alerts=fold_into({}, map(publish, said)))
