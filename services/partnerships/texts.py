"""The words that belong to facts: kept beside them, never in them, so that they can be erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.envelope import Recorded


@dataclass(frozen=True, kw_only=True)
class KeepText:
    """A projection for one append: the text lies there if, and only if, the fact does."""

    fact_id: UUID
    partnership_id: UUID
    author_id: UUID
    about_id: UUID
    text: str | None

    def __call__(self, connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
        if self.text is None or not recorded:
            return
        if self._is_erased(connection):
            return
        connection.execute(
            """
            INSERT INTO texts (fact_id, partnership_id, author_id, about_id, text)
            VALUES (%s, %s, %s, %s, %s)
            ON CONFLICT (partnership_id, fact_id) DO UPDATE
            SET author_id = excluded.author_id, about_id = excluded.about_id, text = excluded.text
            """,
            (self.fact_id, self.partnership_id, self.author_id, self.about_id, self.text),
        )

    def _is_erased(self, connection: Connection) -> bool:
        """Whether one of the two is erased; an erasure that comes just now waits for this text."""
        rows = connection.execute(
            "SELECT subject FROM people WHERE person_id = ANY(%s) ORDER BY person_id FOR SHARE",
            ([self.author_id, self.about_id],),
        )
        return any(subject is None for (subject,) in rows)


def texts_of(connection: Connection, partnership_id: UUID) -> Mapping[UUID, str]:
    rows = connection.execute(
        "SELECT fact_id, text FROM texts WHERE partnership_id = %s", (partnership_id,)
    )
    return dict(rows.fetchall())
