"""`?as_of=`: what the system knew and would have said at a past instant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.clock import Clock
from shared.errors import DomainError


class AsOfTheFutureError(DomainError):
    """`as_of` is an instant that has passed: what will be known later, nobody knows now."""

    rule = "as-of-the-future"


def asked_about(query: Mapping[str, Any], clock: Clock) -> tuple[datetime, bool]:
    """Return the instant a query is about, and whether it is a past one."""
    now = clock()
    as_of: datetime | None = query.get("as_of")
    if as_of is None:
        return now, False
    if as_of > now:
        raise AsOfTheFutureError(AsOfTheFutureError.__doc__)
    return as_of, True
