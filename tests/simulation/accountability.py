"""Accountability's part of a transaction, on tables in memory: the real fold and its cases.

What is heard is folded, what is due is advanced, what is derived is appended; each as
`services.accountability.consumer` does it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import msgspec

from services.accountability.case.state import Case
from services.accountability.consumer import as_fact
from services.accountability.fold import advance, begin
from services.accountability.folding import hear
from services.accountability.projections import cases
from services.accountability.recording import event_id
from services.accountability.said import Derived, publish
from shared.database import Connection
from shared.envelope import NewEvent, Said
from shared.event_store.rows import Addition
from shared.events import accountability, partnerships
from shared.events.accountability import AlertEscalated, AlertRaised, DerivedEvent
from shared.heard import Heard, PoisonedError
from shared.hearing import Hearing
from tests.simulation.ledger import waiting
from tests.simulation.postgres import Session
from tests.simulation.store import MemoryStore

_AT_ONCE = 2
_case = msgspec.json.Decoder(Case)


@dataclass(kw_only=True)
class Accountability:
    """`poisonous`: facts that this version of the code chokes on, and how."""

    poisonous: dict[tuple[str, int], str] = field(default_factory=dict)

    def hearing(self) -> Hearing:
        return Hearing(
            group="accountability",
            topics=[partnerships.TOPIC],
            apply=lambda connection, facts: self.apply(_session(connection), facts),
            on_watermark=lambda connection, source, partition, through: self.on_watermark(
                _session(connection), source, partition, through
            ),
        )

    def apply(self, session: Session, facts: Sequence[Heard]) -> None:
        known = _load(session, {fact.stream for fact in facts})
        derived: list[Derived] = []
        last: dict[str, Heard] = {}
        for fact in facts:
            self._choke(fact)
            case = known.setdefault(fact.stream, begin(fact.stream.removeprefix("partnership-")))
            derived += hear(case, as_fact(fact), live=True)
            last[fact.stream] = fact
        _save(
            session,
            [
                cases.Changed(
                    case=known[stream], partition=fact.partition, imported_at=fact.imported_at
                )
                for stream, fact in last.items()
            ],
        )
        _record(session, derived)

    def on_watermark(
        self, session: Session, source: str, partition: int, through: datetime
    ) -> None:
        if source != partnerships.SOURCE:
            return
        while found := _due(session, partition, through):
            derived = [said for case in found for said in advance(case, through)]
            _save(session, [cases.Changed(case=case, partition=partition) for case in found])
            _record(session, derived)
            if len(found) < _AT_ONCE:
                return

    def _choke(self, fact: Heard) -> None:
        match self.poisonous.get((fact.stream, fact.version)):
            case "known":
                raise PoisonedError(fact, "cannot be folded")
            case "unknown":
                raise KeyError(fact.stream)


def _session(connection: Connection) -> Session:
    return cast("Session", connection)


def _load(session: Session, streams: Iterable[str]) -> dict[str, Case]:
    with session.statement("load cases"):
        found = {}
        for stream in sorted(streams):
            session.lock("cases", stream)
            row = session.read("cases").get(stream)
            if row is not None:
                found[stream] = _case.decode(row[-1])
        return found


def _due(session: Session, partition: int, through: datetime) -> list[Case]:
    with session.statement("due cases"):
        found = [
            (stream, row)
            for stream, row in sorted(session.read("cases").items())
            if _is_due(row, partition, through)
            and not session.locked_by_others("cases", stream)
            and not waiting(session, str(stream))
        ][:_AT_ONCE]
        for stream, _ in found:
            session.lock("cases", stream)
        return [_case.decode(row[-1]) for _, row in found]


def _is_due(row: Sequence[Any], partition: int, through: datetime) -> bool:
    _, its, _, _, next_due_at, imported_at, _ = row
    due = its == partition and next_due_at is not None and next_due_at <= through
    return due and (imported_at is None or imported_at < through)


def _save(session: Session, changed: Iterable[cases.Changed]) -> None:
    with session.statement("save cases"):
        for each in changed:
            session.write("cases", f"partnership-{each.case.partnership_id}", cases.row(each))


def _record(session: Session, derived: Iterable[Derived]) -> None:
    events = [publish(said) for said in derived]
    if not events:
        return
    streams = {f"partnership-{event.partnership_id}" for event in events}
    with session.statement("lock alert streams"):
        for stream in sorted(streams):
            session.lock("streams", stream)
        heads = session.read("streams")
        versions = {stream: heads[stream].version if stream in heads else 0 for stream in streams}
    recorded = MemoryStore(session).append_many(list(_additions(events, versions)))
    with session.statement("write deliveries"):
        for event in recorded:
            if event.id in session.read("deliveries"):
                continue
            session.write("deliveries", event.id, event.event)


def _additions(
    events: Sequence[DerivedEvent], versions: dict[str, int]
) -> Iterator[Addition[DerivedEvent]]:
    for event in events:
        stream, id_ = f"partnership-{event.partnership_id}", event_id(event)
        at = event.raised_at if isinstance(event, AlertRaised | AlertEscalated) else event.at
        yield Addition(
            stream=stream,
            expected_version=versions[stream],
            events=[NewEvent(id=id_, event=event, occurred_at=at)],
            said=_said(event, id_),
        )
        versions[stream] += 1


def _said(event: DerivedEvent, id_: UUID) -> Said:
    return Said(actor=accountability.SOURCE, correlation_id=id_, causation_id=event.by_event)
