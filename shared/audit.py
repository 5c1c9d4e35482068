"""Who changed what by an operator's command: written once, never changed, in every database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.database import Connection
from shared.events.event import encode

DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Entry:
    position: int
    at: datetime
    who: str
    command: str
    arguments: Mapping[str, Any]
    outcome: str


def note(
    connection: Connection,
    who: str,
    command: str,
    arguments: Mapping[str, Any],
    outcome: str = DONE,
) -> None:
    """Note a change, in the transaction that makes it: there is neither without the other."""
    connection.execute(
        "INSERT INTO audit (who, command, arguments, outcome) VALUES (%s, %s, %s, %s)",
        (who, command, encode(arguments).decode(), outcome),
    )


def entries(
    connection: Connection, *, since: datetime | None = None, command: str | None = None
) -> Sequence[Entry]:
    """Read what was noted, oldest first; `parked` finds every command that begins so."""
    rows = connection.execute(
        """
        SELECT position, at, who, command, arguments, outcome
        FROM audit
        WHERE (%(since)s::timestamptz IS NULL OR at >= %(since)s)
          AND (%(command)s::text IS NULL OR command = %(command)s
               OR starts_with(command, %(command)s || ' '))
        ORDER BY position
        """,
        {"since": since, "command": command},
    )
    names = ("position", "at", "who", "command", "arguments", "outcome")
    return [Entry(**dict(zip(names, row, strict=True))) for row in rows]
