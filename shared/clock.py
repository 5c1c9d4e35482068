"""The wall clock. Nothing else in the code reads it; rules get the time as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def now() -> datetime:
    return datetime.now(UTC)
