"""What the fold derived becomes accountability's own events, and everything that follows from them.

The same derivation gives the same event ids: what was recorded before, and taken back from the
topic after the database was lost, is neither recorded nor told to anybody again.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid5

from services.accountability.projections.alerts import note_derived
from services.accountability.projections.deliveries import write_deliveries
from services.accountability.said import Derived, publish
from shared.database import Connection
from shared.envelope import NewEvent, Recorded, Said
from shared.event_store.rows import Addition
from shared.event_store.store import append_many
from shared.events.accountability import SOURCE, AlertEscalated, AlertRaised, DerivedEvent
from shared.events.event import canonical
from shared.heard import Heard
from shared.logging import MOST_NAMED

log = logging.getLogger(__name__)

ById: TypeAlias = Mapping[UUID, DerivedEvent]

_NAMESPACE = uuid5(NAMESPACE_URL, SOURCE)


def event_id(event: DerivedEvent) -> UUID:
    """Name the event after its type and all that it says, the partnership among it."""
    return uuid5(_NAMESPACE, f"{type(event).__name__}/{canonical(event).decode()}")


def record(
    connection: Connection, derived: Iterable[Derived], causes: Mapping[UUID, Heard]
) -> None:
    """Append, update the alerts, write who is to be told. `causes`: the facts, by their ids."""
    events = {event_id(event): event for event in map(publish, derived)}
    if not events:
        return
    alerts = note_derived(connection, events.values())
    if new := _new(connection, events):
        recorded = append_many(connection, list(_additions(connection, new, causes)))
        _tell(recorded)
        write_deliveries(connection, recorded, alerts)


def _new(connection: Connection, events: ById) -> ById:
    """Return those that were not recorded before."""
    rows = connection.execute("SELECT id FROM events WHERE id = ANY(%s)", (list(events),))
    recorded = {id_ for (id_,) in rows}
    return {id_: event for id_, event in events.items() if id_ not in recorded}


def _additions(
    connection: Connection, events: ById, causes: Mapping[UUID, Heard]
) -> Iterator[Addition[DerivedEvent]]:
    partnership_ids = {event.partnership_id for event in events.values()}
    streams = {
        partnership_id: f"partnership-{partnership_id}" for partnership_id in partnership_ids
    }
    versions = Counter(_versions(connection, streams.values()))
    for id_, event in events.items():
        stream = streams[event.partnership_id]
        yield _addition(id_, event, stream, versions[stream], causes)
        versions[stream] += 1


def _versions(connection: Connection, streams: Iterable[str]) -> Mapping[str, int]:
    """Lock the streams: an administrator may be handling an alert of one of them just now."""
    rows = connection.execute(
        "SELECT stream, version FROM streams WHERE stream = ANY(%s) ORDER BY stream FOR UPDATE",
        (list(streams),),
    )
    return dict(rows.fetchall())


def _addition(
    id_: UUID, event: DerivedEvent, stream: str, version: int, causes: Mapping[UUID, Heard]
) -> Addition[DerivedEvent]:
    cause = causes.get(event.by_event) if event.by_event else None
    return Addition(
        stream=stream,
        expected_version=version,
        events=[NewEvent(id=id_, event=event, occurred_at=_happened_at(event))],
        said=Said(
            actor=SOURCE,
            correlation_id=cause.correlation_id if cause else id_,
            causation_id=event.by_event,
            traceparent=cause.traceparent if cause else None,
        ),
    )


def _happened_at(event: DerivedEvent) -> datetime:
    return event.raised_at if isinstance(event, AlertRaised | AlertEscalated) else event.at


def _tell(recorded: Sequence[Recorded[DerivedEvent]]) -> None:
    """Name what facts have caused; what time did follows from no request."""
    caused = [_named(each) for each in recorded if each.causation_id is not None]
    log.info("alerts derived", extra={"events": len(recorded), "caused": caused[:MOST_NAMED]})


def _named(said: Recorded[DerivedEvent]) -> Mapping[str, Any]:
    return {
        "type": type(said.event).__name__,
        "rule": said.event.rule,
        "alert_id": said.event.alert_id,
        "event_id": said.id,
        "causation_id": said.causation_id,
        "correlation_id": said.correlation_id,
    }
