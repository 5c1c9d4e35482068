"""The wall clock. Nothing else in the code reads it; rules get the time as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import sleep
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
Pause: TypeAlias = Callable[[float], None]


def now() -> datetime:
    return datetime.now(UTC)


def pause(seconds: float) -> None:
    """Give whoever is in the way time to end."""
    sleep(seconds)
