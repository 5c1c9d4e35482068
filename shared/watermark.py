"""Up to when everything that a service has recorded has been said.

An append takes its transaction's number first and reads the clock then. So whoever takes a number
at some moment (a mark) knows that under later numbers everything is recorded after that moment. And
whoever has read all below some number knows that whatever is missing has this number or a later
one. Together: the last mark below that number is a moment before which nothing is missing, however
long a transaction stays open, in whatever database of the cluster.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import msgspec

from shared.events.event import Instant, encode

Mark: TypeAlias = tuple[int, datetime]

_MARKS = 100_000  # enough for hours of one open transaction; with too few, time stands still


class Watermark(msgspec.Struct, frozen=True, kw_only=True):
    """What is said: everything recorded before `through` lies below these offsets by partition."""

    source: str
    topic: str
    through: Instant
    offsets: dict[int, int]

    def to_json(self) -> bytes:
        return encode(self)


@dataclass(frozen=True, kw_only=True)
class Marks:
    _marks: deque[Mark] = field(default_factory=lambda: deque(maxlen=_MARKS))

    def add(self, mark: Mark) -> None:
        self._marks.append(mark)

    def through(self, below: int) -> datetime | None:
        """Return until when nothing is missing if everything below the number `below` was read."""
        while len(self._marks) > 1 and self._marks[1][0] < below:
            self._marks.popleft()
        if self._marks and self._marks[0][0] < below:
            return self._marks[0][1]
        return None
