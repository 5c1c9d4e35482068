"""Which streams are read: those between two names, or some by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg.sql import SQL, Composed, Literal


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A condition on the column `stream`. Values stand in it, so that each scope is planned."""

    condition: Composed

    def select(self, query: LiteralString, **values: Any) -> Composed:
        literals = {name: Literal(value) for name, value in values.items()}
        return SQL(query).format(scope=self.condition, **literals)


def between(low: str, high: str | None) -> Scope:
    """From `low` up to, not including, `high`."""
    condition = SQL("stream >= {}").format(Literal(low))
    if high is not None:
        condition = SQL("{} AND stream < {}").format(condition, Literal(high))
    return Scope(condition=condition)


def these(streams: Sequence[str]) -> Scope:
    return Scope(condition=SQL("stream = ANY({}::text[])").format(Literal(list(streams))))
