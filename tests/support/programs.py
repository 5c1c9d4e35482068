"""Small events and the circumstances of saying them, for tests that do not care which."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.clock import now
from shared.envelope import NewEvent, Request, Said
from shared.event_store.rows import Addition
from shared.events.enrollment import ProgramCreated

PROGRAM = UUID("11111111-1111-4111-8111-111111111111")


def said() -> Said:
    return Said(actor="an administrator", correlation_id=uuid4())


def created(
    key: str = "a program",
    *,
    occurred_at: datetime | None = None,
    recorded_at: datetime | None = None,
) -> NewEvent[ProgramCreated]:
    return NewEvent(
        id=uuid4(),
        event=ProgramCreated(program_id=PROGRAM, key=key),
        occurred_at=occurred_at or recorded_at or now(),
        recorded_at=recorded_at,
    )


def request(key: str = "a key", digest: str = "a digest") -> Request:
    return Request(key=key, digest=digest, answer={"program_id": str(PROGRAM)})


def addition(stream: str, expected_version: int, events: int = 1) -> Addition[ProgramCreated]:
    return Addition(
        stream=stream,
        expected_version=expected_version,
        events=[created() for _ in range(events)],
        said=said(),
    )
