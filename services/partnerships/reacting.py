"""Say what a partnership answers to a fact, once: in the transaction that heard it."""

import logging
from uuid import uuid4

from services.partnerships.partnership.decider import partnership
from services.partnerships.projections import keep_partnerships
from services.partnerships.reactions import Asked
from services.partnerships.stores import stream_of
from shared.database import Connection
from shared.envelope import History, NewEvent, Said
from shared.event_store.rows import COLUMNS, Addition, from_row
from shared.event_store.store import append_many
from shared.events.partnerships import VOCABULARY, PartnershipEvent
from shared.heard import Heard

log = logging.getLogger(__name__)

ACTOR = "partnerships"


def react(connection: Connection, heard: Heard, asked: Asked) -> None:
    if not _first_time(connection, heard, asked):
        return
    history = _read(connection, stream_of(asked.partnership_id))
    events = partnership.decide(asked.command, partnership.fold(history))
    if events:
        addition = Addition(
            stream=history.stream,
            expected_version=history.version,
            events=[
                NewEvent(id=uuid4(), event=event, occurred_at=heard.occurred_at) for event in events
            ],
            said=Said(
                actor=ACTOR,
                correlation_id=heard.correlation_id,
                causation_id=heard.id,
                traceparent=heard.traceparent,
            ),
        )
        recorded = append_many(connection, [addition])
        keep_partnerships(connection, recorded)
        named = {"stream": history.stream, "event_ids": [each.id for each in recorded]}
        log.info("reacted", extra={**named, "correlation_id": heard.correlation_id})


def _first_time(connection: Connection, heard: Heard, asked: Asked) -> bool:
    inserted = connection.execute(
        "INSERT INTO reactions (partnership_id, event_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (asked.partnership_id, heard.id),
    )
    return inserted.rowcount == 1


def _read(connection: Connection, stream: str) -> History[PartnershipEvent]:
    connection.execute("SELECT FROM streams WHERE stream = %s FOR UPDATE", (stream,))
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM events WHERE stream = %s ORDER BY version",  # noqa: S608
        (stream,),
    )
    return History(stream=stream, events=[from_row(row, VOCABULARY) for row in rows])
