"""Events in a store, as a service appends them, with nothing else of the service."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.envelope import NewEvent, Said
from shared.event_store.rows import Addition
from shared.event_store.store import append_many
from shared.events.enrollment import ProgramCreated, ProgramEvent
from shared.history import end_of_history, last_recorded
from tests.support.eventually import eventually

AT = datetime(2026, 1, 1, tzinfo=UTC)


def store(connection: Connection, stream: str, events: int, after: int = 0) -> None:
    """Append so many to a stream that is at version `after`; return when it is safe to read them.

    Whatever else goes on in the cluster holds them back for a moment.
    """
    new: list[NewEvent[ProgramEvent]] = [
        NewEvent(
            id=uuid4(),
            event=ProgramCreated(program_id=UUID(int=1), key=f"program {number}"),
            occurred_at=AT,
        )
        for number in range(events)
    ]
    said = Said(actor="an administrator", correlation_id=uuid4())
    append_many(
        connection, [Addition(stream=stream, expected_version=after, events=new, said=said)]
    )
    eventually(lambda: end_of_history(connection) == last_recorded(connection), 60)
