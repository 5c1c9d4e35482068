"""When events may have happened and been recorded."""

from datetime import datetime
from itertools import pairwise
from typing import Any, ClassVar

from shared.errors import DomainError
from shared.event_store.rows import Addition


class FutureTimeError(DomainError):
    """`time` says when it happened, which is never later than now."""

    rule: ClassVar[str] = "time-in-the-future"


class ImportedHistoryError(DomainError):
    """Imported history is a whole new stream; recorded times never decrease or lie ahead."""

    rule: ClassVar[str] = "imported-history"


def check_times(addition: Addition[Any], now: datetime) -> None:
    if any(new.occurred_at > now for new in addition.events):
        raise FutureTimeError(FutureTimeError.__doc__)
    if not _recorded_as_it_should_be(addition, now):
        raise ImportedHistoryError(ImportedHistoryError.__doc__)


def _recorded_as_it_should_be(addition: Addition[Any], now: datetime) -> bool:
    times = [new.recorded_at for new in addition.events if new.recorded_at is not None]
    if addition.imported_at is None:
        return not times
    return (
        addition.expected_version == 0
        and len(times) == len(addition.events)
        and all(earlier <= later for earlier, later in pairwise(times))
        and all(time <= addition.imported_at <= now for time in times)
    )
