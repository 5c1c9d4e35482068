"""What is true after every run, whatever has happened in it: read from what is stored, not told."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import msgspec

from services.accountability.facts import Fact
from services.accountability.fold import begin
from services.accountability.folding import refold
from services.accountability.recording import event_id
from services.accountability.said import publish
from shared.events import partnerships
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import Heard, Raw, read_event
from shared.positions import Position
from shared.watermark import Watermark
from tests.simulation.broker import Record
from tests.simulation.cluster import Database
from tests.simulation.ledger import ParkedRow
from tests.simulation.store import events_of, ids_of, stream_of
from tests.simulation.system import SPEAKERS, System

_watermarks = msgspec.json.Decoder(Watermark)


def check(system: System) -> None:
    for database in system.databases.values():
        assert not database.violations, f"something went back: {database.violations}"
    acknowledged_once(system)
    for speaker in SPEAKERS:
        topic_is_store(system, speaker.topic, system.databases[speaker.source])
    watermarks_hold(system)
    journal_is_store(system)
    alerts_are_derived(system)


def acknowledged_once(system: System) -> None:
    stored = ids_of(system.said_in)
    assert len(stored) == len(set(stored)), "an event is stored twice"
    for client in system.clients:
        for key, (outcome, ids) in client.outcomes.items():
            found = [id_ in stored for id_ in ids]
            assert all(found) or not any(found), f"{key}: a part of a command is stored"
            assert outcome != "acknowledged" or all(found), f"{key}: acknowledged, not stored"
            assert outcome != "refused" or not any(found), f"{key}: refused, but stored"
    for row in events_of(system.said_in):
        dense = len(stream_of(system.said_in, row.event.stream))
        assert 1 <= row.event.version <= dense, f"{row.event.stream}: a version is missing"


def topic_is_store(system: System, topic: str, database: Database) -> None:
    """Each event once per stream in order, after duplicates are dropped; nothing else."""
    said: dict[str, list[UUID]] = defaultdict(list)
    seen: set[UUID] = set()
    for heard in _heard(system.broker.log, topic):
        if heard.id not in seen:
            said[heard.stream].append(heard.id)
            seen.add(heard.id)
    stored: dict[str, list[UUID]] = defaultdict(list)
    for row in events_of(database):
        stored[row.event.stream].append(row.event.id)
    assert said == stored, f"{topic} is not its store: {_differing(said, stored)}"


def watermarks_hold(system: System) -> None:
    """Whatever was recorded before a watermark lies below its offsets."""
    for speaker in SPEAKERS:
        events = events_of(system.databases[speaker.source])
        first: dict[UUID, Heard] = {}
        for fact in _heard(system.broker.log, speaker.topic):
            first.setdefault(fact.id, fact)
        for watermark in _said_watermarks(system, speaker.source):
            for event in (row.event for row in events):
                if (event.imported_at or event.recorded_at) < watermark.through:
                    fact = first[event.id]
                    assert fact.offset < watermark.offsets[fact.partition], (
                        f"{event.stream} {event.version} of {event.recorded_at} is said at "
                        f"{fact.offset}, behind the watermark {watermark}"
                    )


def journal_is_store(system: System) -> None:
    journal: dict[tuple[str, int], Heard] = system.heard_in.tables["journal"]
    given_up = _given_up(system.heard_in)
    for row in events_of(system.said_in):
        place = row.event.stream, row.event.version
        if place in journal:
            assert journal[place].id == row.event.id, f"{place} is another event in the journal"
        else:
            assert row.event.version <= given_up.get(row.event.stream, 0), f"{place} is not heard"
    assert len(journal) <= len(events_of(system.said_in)), "the journal holds too much"
    ends = {place: len(log) for place, log in system.broker.log.items()}
    positions: dict[tuple[str, int], Position] = system.heard_in.tables["positions"]
    assert {place: at.offset for place, at in positions.items()} == {
        place: end for place, end in ends.items() if place[0] == partnerships.TOPIC
    }, "positions are not the ends"


def alerts_are_derived(system: System) -> None:
    """What was recorded is what the fold makes of the journal, up to the time that all know."""
    positions: dict[tuple[str, int], Position] = system.heard_in.tables["positions"]
    journal: dict[tuple[str, int], Heard] = system.heard_in.tables["journal"]
    streams = {row.event.stream for row in events_of(system.said_in)}
    for stream in sorted(streams):
        facts = [_fact(heard) for _, heard in sorted(journal.items()) if heard.stream == stream]
        place = system.broker.place(partnerships.TOPIC, stream.encode())
        through = positions[place].through
        assert through is not None
        case = begin(stream.removeprefix("partnership-"))
        derived = [event_id(publish(said)) for said in refold(case, facts, through)]
        recorded = [event.id for event in stream_of(system.heard_in, stream)]
        assert recorded == derived, f"{stream}: recorded {recorded}, derived {derived}"
        told = system.heard_in.tables["deliveries"]
        assert all(id_ in told for id_ in derived), f"{stream}: somebody was not told"


def _heard(log: dict[tuple[str, int], list[Record]], topic: str) -> Iterable[Heard]:
    for (of, _), records in log.items():
        if of == topic:
            for record in records:
                place = record.topic, record.partition, record.offset
                yield read_event(Raw(*place, record.key, record.value, record.headers))


def _said_watermarks(system: System, source: str) -> list[Watermark]:
    log = system.broker.log[WATERMARKS_TOPIC, 0]
    said = [_watermarks.decode(record.value or b"") for record in log]
    return [watermark for watermark in said if watermark.source == source]


def _given_up(database: Database) -> dict[str, int]:
    rows: list[ParkedRow] = list(database.tables["parked"].values())
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.dropped:
            stream = row.record.stream
            found[stream] = max(found[stream], row.record.version or 0)
    return found


def _fact(heard: Heard) -> Fact:
    return Fact(
        id=str(heard.id),
        sequence=heard.version,
        type=heard.type,
        recorded=heard.recorded_at,
        time=heard.occurred_at,
        data=heard.data,
    )


def _differing(left: dict[str, list[UUID]], right: dict[str, list[UUID]]) -> object:
    streams = {*left, *right}
    return {
        stream: (left.get(stream), right.get(stream))
        for stream in streams
        if left.get(stream) != right.get(stream)
    }
