"""What is heard becomes cases, tables and accountability's own events, a batch a transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime

import msgspec

from services.accountability.case.state import Case
from services.accountability.facts import Fact, UnknownVersionError, UnreadableError
from services.accountability.fold import advance, begin
from services.accountability.folding import hear
from services.accountability.projections import cases, partnerships
from services.accountability.projections.directory import (
    forget_names,
    note_directory,
    note_name,
    read_event,
)
from services.accountability.projections.mood import mood
from services.accountability.projections.participants import note_participants
from services.accountability.recording import record
from services.accountability.said import Derived
from shared.database import Connection
from shared.events import enrollment
from shared.events.event import Event
from shared.events.partnerships import SOURCE
from shared.heard import Heard, Name, PoisonedError

log = logging.getLogger(__name__)

# So many cases are advanced by one statement; each round is a transaction of its own in effect.
DUE_AT_ONCE = 5000


class _Person(msgspec.Struct):
    name: str


_person = msgspec.json.Decoder(_Person)

_PREFIX = "partnership-"


def apply(connection: Connection, facts: Sequence[Heard]) -> None:
    """Fold a batch of new facts, each stream in its order."""
    about_pairs = [fact for fact in facts if fact.source == SOURCE]
    if about_pairs:
        _fold(connection, about_pairs)
    others = [fact for fact in facts if fact.source == enrollment.SOURCE]
    if others:
        _learn(connection, others)


def apply_people(connection: Connection, people: Sequence[Name]) -> None:
    """Follow what people are called; an erased person's name is gone here too."""
    for person_id, value in people:
        try:
            note_name(connection, person_id, None if value is None else _person.decode(value).name)
        except msgspec.MsgspecError as error:
            # It says nothing of its content: a name must not be kept in a log.
            log.warning("unreadable name", extra={"person_id": person_id, "error": type(error)})


def on_watermark(connection: Connection, source: str, partition: int, through: datetime) -> None:
    """Let time pass in the cases of a partition whose facts up to `through` are all here."""
    if source != SOURCE:
        return
    while found := cases.due(connection, partition, through, DUE_AT_ONCE):
        moods = list(map(mood, found))
        derived = [said for case in found for said in advance(case, through)]
        cases.save(connection, [cases.Changed(case=case, partition=partition) for case in found])
        # Of the overview, time alone changes nothing but the mood.
        changed = (case for case, was in zip(found, moods, strict=True) if mood(case) != was)
        partnerships.save(connection, changed)
        record(connection, derived, {})
        if len(found) < DUE_AT_ONCE:
            return


def _fold(connection: Connection, facts: Sequence[Heard]) -> None:
    note_participants(connection, facts)
    known = cases.load(connection, {_partnership_id(fact) for fact in facts})
    last: dict[str, Heard] = {}
    derived: list[Derived] = []
    for fact in facts:
        partnership_id = _partnership_id(fact)
        if partnership_id not in known:
            known[partnership_id] = begin(partnership_id)
        last[partnership_id] = fact
        derived += _hear(known[partnership_id], fact)
    _save(
        connection, [_changed(known[partnership_id], fact) for partnership_id, fact in last.items()]
    )
    record(connection, derived, {fact.id: fact for fact in facts})


def _changed(case: Case, last: Heard) -> cases.Changed:
    return cases.Changed(case=case, partition=last.partition, imported_at=last.imported_at)


def _hear(case: Case, fact: Heard) -> list[Derived]:
    try:
        return hear(case, as_fact(fact), live=True)
    except (UnreadableError, UnknownVersionError) as error:
        raise PoisonedError(fact, str(error)) from error


def _save(connection: Connection, changed: Sequence[cases.Changed]) -> None:
    cases.save(connection, changed)
    partnerships.save(connection, (each.case for each in changed))


def _learn(connection: Connection, facts: Sequence[Heard]) -> None:
    events = [event for event in map(_read, facts) if event is not None]
    note_directory(connection, events)
    forget_names(connection, events)


def _read(fact: Heard) -> Event | None:
    try:
        return read_event(fact.type, fact.data)
    except UnreadableError as error:
        raise PoisonedError(fact, str(error)) from error


def _partnership_id(fact: Heard) -> str:
    return fact.stream.removeprefix(_PREFIX)


def as_fact(heard: Heard) -> Fact:
    return Fact(
        id=str(heard.id),
        sequence=heard.version,
        type=heard.type,
        recorded=heard.recorded_at,
        time=heard.occurred_at,
        data=heard.data,
    )
