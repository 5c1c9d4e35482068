"""What the fold derived becomes accountability's own events, and everything that follows from them.

The same derivation gives the same event ids, so that nothing can be said twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from services.accountability.projections.alerts import note_derived
from services.accountability.projections.deliveries import write_deliveries
from services.accountability.said import Derived, publish
from shared.database import Connection
from shared.envelope import NewEvent, Said
from shared.event_store.rows import Addition
from shared.event_store.store import append_many
from shared.events.accountability import SOURCE, AlertEscalated, AlertRaised, DerivedEvent
from shared.events.event import canonical

_NAMESPACE = uuid5(NAMESPACE_URL, SOURCE)


def event_id(event: DerivedEvent) -> UUID:
    """Name the event after its type and all that it says, the partnership among it."""
    return uuid5(_NAMESPACE, f"{type(event).__name__}/{canonical(event).decode()}")


def record(
    connection: Connection, derived: Iterable[Derived], correlations: Mapping[UUID, UUID]
) -> None:
    """Append, update the alerts, write who is to be told. `correlations`: by causing event."""
    events = [publish(said) for said in derived]
    if not events:
        return
    recorded = append_many(connection, list(_additions(connection, events, correlations)))
    alerts = note_derived(connection, events)
    write_deliveries(connection, recorded, alerts)


def _additions(
    connection: Connection, events: Sequence[DerivedEvent], correlations: Mapping[UUID, UUID]
) -> Iterator[Addition[DerivedEvent]]:
    streams = [f"partnership-{event.partnership_id}" for event in events]
    versions = Counter(_versions(connection, set(streams)))
    for stream, event in zip(streams, events, strict=True):
        yield _addition(event, stream, versions[stream], correlations)
        versions[stream] += 1


def _versions(connection: Connection, streams: set[str]) -> Mapping[str, int]:
    """Lock the streams: an administrator may be handling an alert of one of them just now."""
    rows = connection.execute(
        "SELECT stream, version FROM streams WHERE stream = ANY(%s) ORDER BY stream FOR UPDATE",
        (list(streams),),
    )
    return dict(rows.fetchall())


def _addition(
    event: DerivedEvent, stream: str, version: int, correlations: Mapping[UUID, UUID]
) -> Addition[DerivedEvent]:
    id_ = event_id(event)
    return Addition(
        stream=stream,
        expected_version=version,
        events=[NewEvent(id=id_, event=event, occurred_at=_happened_at(event))],
        said=Said(
            actor=SOURCE,
            correlation_id=correlations.get(event.by_event, id_) if event.by_event else id_,
            causation_id=event.by_event,
        ),
    )


def _happened_at(event: DerivedEvent) -> datetime:
    return event.raised_at if isinstance(event, AlertRaised | AlertEscalated) else event.at
