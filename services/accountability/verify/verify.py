"""Proves that what was recorded is what the journal derives, and that the tables are its fold."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from services.accountability.alerts.alert import Alert, fold_into
from services.accountability.calendar import instant
from services.accountability.facts import Fact
from services.accountability.fold import begin
from services.accountability.folding import refold
from services.accountability.journal import facts_of
from services.accountability.projections.participants import Participants, whose
from services.accountability.projections.partnerships import row
from services.accountability.recording import event_id
from services.accountability.said import publish
from services.accountability.verify.difference import Difference, Verified
from services.accountability.verify.kept import Kept, kept
from shared.database import Connection
from shared.events.partnerships import SOURCE

_AT_ONCE = 500
# A replay puts no other tables in the place of these while one snapshot is read: an older snapshot
# would not see all that is in them.
_STAY = "LOCK TABLE cases, partnerships, participants, alerts IN ACCESS SHARE MODE"


def verify(connection: Connection) -> Verified:
    """Fold every partnership's journal anew and compare. The consumer may go on meanwhile."""
    partnerships = alert_events = 0
    differences: list[Difference] = []
    after = ""
    while streams := _streams(connection, after):
        after = streams[-1]
        with connection.transaction():
            # One snapshot, so that all that is compared is of one position.
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.execute(_STAY)
            for partnership_id, facts, found in _read(connection, streams):
                partnerships += 1
                alert_events += len(found.said)
                differences += _compare(partnership_id, facts, found)
    return Verified(
        partnerships=partnerships,
        alert_events=alert_events,
        differences=tuple(differences),
    )


def _streams(connection: Connection, after: str) -> Sequence[str]:
    rows = connection.execute(
        """
        SELECT DISTINCT stream
        FROM journal
        WHERE source = %s
          AND stream > %s
        ORDER BY stream
        LIMIT %s
        """,
        (SOURCE, after, _AT_ONCE),
    )
    return [stream for (stream,) in rows]


def _read(
    connection: Connection, streams: Sequence[str]
) -> Iterator[tuple[UUID, Sequence[Fact], Kept]]:
    ids = [UUID(stream.removeprefix("partnership-")) for stream in streams]
    found = kept(connection, ids)
    for partnership_id, facts in facts_of(connection, ids):
        yield partnership_id, facts, found[partnership_id]


def _compare(partnership_id: UUID, facts: Sequence[Fact], found: Kept) -> Iterator[Difference]:
    case = begin(str(partnership_id))
    if found.case is None:
        yield _difference(partnership_id, "case", None, f"{len(facts)} facts")
        return
    derived = [publish(said) for said in refold(case, facts, instant(found.case.advanced))]
    pairs: list[tuple[Any, Any, Any]] = [
        ("case", found.case, case),
        ("events", found.said, [(event_id(event), event) for event in derived]),
        (
            "alerts",
            [_unhandled(alert) for alert in found.alerts],
            _in_order(fold_into({}, derived)),
        ),
        ("partnership", found.row, _row(case)),
        ("participants", found.participants, _participants(partnership_id, facts)),
    ]
    for where, is_kept, is_derived in pairs:
        if is_kept != is_derived:
            yield _difference(partnership_id, where, is_kept, is_derived)


def _row(case: Any) -> tuple[Any, ...] | None:
    return None if case.proposed is None else tuple(row(case))


def _participants(partnership_id: UUID, facts: Sequence[Fact]) -> Participants | None:
    known: Participants | None = None
    for fact in facts:
        known = whose(partnership_id, known, fact.type, fact.data)
    return known


def _unhandled(alert: Alert) -> Alert:
    """Leave out what administrators did: nothing derives that."""
    return replace(alert, acknowledged=None, acknowledged_level=None, snoozed=None, dismissed=None)


def _in_order(alerts: dict[UUID, Alert]) -> list[Alert]:
    return [alerts[alert_id] for alert_id in sorted(alerts)]


def _difference(partnership_id: UUID, where: Any, is_kept: Any, is_derived: Any) -> Difference:
    return Difference(
        partnership_id=partnership_id, where=where, kept=repr(is_kept), derived=repr(is_derived)
    )
