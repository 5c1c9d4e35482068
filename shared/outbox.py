"""What a service has recorded and its relay has not yet said, round by round, in the safe order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias

from shared.kafka.producer import Headers
from shared.watermark import Mark

Checkpoint: TypeAlias = tuple[int, int]

ROUND = 2_000


class FenceLostError(Exception):
    """Another relay has started since: it goes on from here."""


class Message(NamedTuple):
    key: bytes
    value: bytes | None
    headers: Headers


class Unsaid(Protocol):
    """The rows of it, in a database."""

    def take_hold(self) -> tuple[int, Checkpoint]:
        """Raise the fence; return it, and how far it was said."""

    def mark(self) -> Mark:
        """Return a new transaction's number, and a time before it was given."""

    def oldest_open(self) -> int:
        """Return the number under which every transaction has ended."""

    def events(
        self, after: Checkpoint, below: int, most: int
    ) -> Sequence[tuple[Checkpoint, Message]]:
        """Read events in the safe order."""

    def people(self, below: int, most: int) -> Sequence[tuple[int, Message]]:
        """Read names, each with its position."""

    def move(
        self, fence: int, checkpoint: Checkpoint, through: datetime | None, people: Sequence[int]
    ) -> bool:
        """Move the checkpoint and delete these names, if nobody has raised the fence since."""

    def close(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Round:
    """What was read at once. Of the transactions under the number `below` nothing is unread."""

    events: Sequence[Message]
    people: Sequence[Message]
    people_positions: Sequence[int]
    checkpoint: Checkpoint
    below: int
    full: bool
    """Whether there may be more."""


class Outbox:
    """One relay's hold on it: whoever takes hold later makes this one's `said` fail."""

    def __init__(self, unsaid: Unsaid, most: int = ROUND) -> None:
        self._unsaid = unsaid
        self._most = most
        self._fence, self.read_to = unsaid.take_hold()
        self._empty_below = 0

    def mark(self) -> Mark:
        return self._unsaid.mark()

    def read(self) -> Round:
        """Read on, from where the last round ended."""
        below = self._unsaid.oldest_open()
        if below == self._empty_below:
            return self._round([], [], below)
        events = self._unsaid.events(self.read_to, below, self._most)
        people = self._unsaid.people(below, self._most)
        if events:
            self.read_to = events[-1][0]
        round_ = self._round(events, people, below)
        self._empty_below = 0 if round_.full else below
        return round_

    def said(self, round_: Round, through: datetime | None) -> None:
        """Move the checkpoint behind what was said, and forget what is personal in it."""
        moved = self._unsaid.move(self._fence, round_.checkpoint, through, round_.people_positions)
        if not moved:
            raise FenceLostError

    def close(self) -> None:
        self._unsaid.close()

    def _round(
        self,
        events: Sequence[tuple[Checkpoint, Message]],
        people: Sequence[tuple[int, Message]],
        below: int,
    ) -> Round:
        more_events, more_people = len(events) == self._most, len(people) == self._most
        return Round(
            events=[message for _, message in events],
            people=[message for _, message in people],
            people_positions=[position for position, _ in people],
            checkpoint=self.read_to,
            below=self.read_to[0] if more_events else below,
            full=more_events or more_people,
        )
