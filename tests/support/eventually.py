"""Wait for what is to happen: as long as it takes, and not for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_SECONDS = 0.02


def eventually(look: Callable[[], T], seconds: float = 10.0) -> T:
    """The first true thing that `look` answers; an AssertionError if there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s: last seen {found!r}"
        time.sleep(LOOK_SECONDS)  # noqa: TID251 - the one place where tests wait
