"""What can be replayed: each projection, its tables, and the rows of one folded partnership."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.accountability.alerts.rows import (
    DERIVED_COLUMNS,
    HANDLING_COLUMNS,
    derived_row,
    handling_row,
)
from services.accountability.projections import alerts, cases, participants, partnerships
from services.accountability.replay.folded import Folded
from shared.bulk import Table
from shared.database import Connection

Fill = Callable[[Connection, Sequence[Folded]], None]

# Written from enrollment's events; names come from the compacted people topic, not from here.
DIRECTORY = "directory"


@dataclass(frozen=True, kw_only=True)
class Projection:
    """`fill` writes the rows of partnerships that have none; a directory has no partnerships."""

    tables: Sequence[str]
    fill: Fill | None = None


def _fill_cases(connection: Connection, some: Sequence[Folded]) -> None:
    cases.TABLE.fill(connection, map(_case, some))


def _case(folded: Folded) -> Sequence[Any]:
    return cases.row(
        cases.Changed(case=folded.case, partition=folded.partition, imported_at=folded.imported_at)
    )


def _fill_partnerships(connection: Connection, some: Sequence[Folded]) -> None:
    proposed = [each.case for each in some if each.case.proposed is not None]
    partnerships.TABLE.fill(connection, map(partnerships.row, proposed))


def _fill_participants(connection: Connection, some: Sequence[Folded]) -> None:
    known = [each.participants for each in some if each.participants is not None]
    participants.TABLE.fill(connection, map(participants.row, known))


_HANDLED = Table(name="alerts", key="alert_id", columns=[*DERIVED_COLUMNS, *HANDLING_COLUMNS])


def _fill_alerts(connection: Connection, some: Sequence[Folded]) -> None:
    every = [alert for each in some for alert in each.alerts]
    untouched = (derived_row(alert) for alert in every if not alert.handled)
    alerts.TABLE.fill(connection, untouched)
    touched = [(*derived_row(alert), *handling_row(alert)) for alert in every if alert.handled]
    if touched:
        _HANDLED.fill(connection, touched)


PROJECTIONS: Mapping[str, Projection] = {
    "cases": Projection(tables=["cases"], fill=_fill_cases),
    "partnerships": Projection(tables=["partnerships"], fill=_fill_partnerships),
    "participants": Projection(tables=["participants"], fill=_fill_participants),
    "alerts": Projection(tables=["alerts"], fill=_fill_alerts),
    DIRECTORY: Projection(tables=["programs", "people", "enrollments"]),
}


def tables_of(projections: Iterable[str]) -> Sequence[str]:
    return [table for name in projections for table in PROJECTIONS[name].tables]


def fill(connection: Connection, projections: Iterable[str], some: Sequence[Folded]) -> None:
    """Write into whichever set of tables comes first in the connection's search path."""
    for name in projections:
        if (write := PROJECTIONS[name].fill) is not None:
            write(connection, some)


def clear(connection: Connection, projections: Iterable[str], ids: Sequence[UUID]) -> None:
    """Delete what those projections keep of some partnerships."""
    for name in projections:
        if PROJECTIONS[name].fill is not None:
            (table,) = PROJECTIONS[name].tables
            connection.execute(
                f"DELETE FROM {table} WHERE partnership_id = ANY(%s)",  # noqa: S608 - our own text
                (list(ids),),
            )
