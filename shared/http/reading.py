"""`?after=<event id>`: a read that must see one's own write waits until it is there."""

from collections.abc import Callable
from time import monotonic, sleep  # noqa: TID251 - there is a limit, and it is short
from uuid import UUID

from shared.http.fields import Body, Id
from shared.http.problems import Problem

LONGEST_SECONDS = 5.0
_BETWEEN_LOOKS_SECONDS = 0.01


class AfterQuery(Body):
    """For lists and things that follow the events: derive the query's schema from this."""

    after = Id(metadata={"description": "Answer only when this event is seen; at most 5 seconds."})


def wait_until_seen(
    event_id: UUID | None, seen: Callable[[UUID], bool], *, longest: float = LONGEST_SECONDS
) -> None:
    """Come back when `seen(event_id)`; 503 if that takes too long. Nothing to wait for: at once."""
    end = monotonic() + longest
    while event_id is not None and not seen(event_id):
        if monotonic() > end:
            raise Problem(
                503,
                "not-seen-yet",
                f"Event {event_id} has not been seen yet; ask again, or without `after`.",
                headers={"Retry-After": "1"},
            )
        sleep(_BETWEEN_LOOKS_SECONDS)
