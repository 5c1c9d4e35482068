"""What was imported before: the same again changes nothing, anything else is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.database import Connection, Pool
from shared.envelope import Recorded
from shared.errors import DomainError


class ImportDiffersError(DomainError):
    rule = "import-differs"


@dataclass(frozen=True, kw_only=True)
class Import:
    """A projection for one import: remembers, beside its events, what was imported."""

    stream: str
    digest: str

    def __call__(self, connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
        if recorded:
            connection.execute(
                "INSERT INTO imports (stream, digest) VALUES (%s, %s)", (self.stream, self.digest)
            )


def imported_before(pool: Pool, wanted: Import) -> bool:
    """Tell whether exactly this was imported; refuse if the stream has another history."""
    with pool.connection() as connection:
        row = connection.execute(
            """
            SELECT imports.digest
            FROM streams
            LEFT JOIN imports USING (stream)
            WHERE stream = %s
            """,
            (wanted.stream,),
        ).fetchone()
    if row is not None and row != (wanted.digest,):
        raise ImportDiffersError(
            f"{wanted.stream} exists with another history: import exactly the same again, or a "
            "new one."
        )
    return row is not None
