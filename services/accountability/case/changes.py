"""What an event may have changed, as far as a rule can tell: one bit each."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

Changes: TypeAlias = int

NOTHING: Changes = 0
PENDING: Changes = 1
HELD: Changes = 2
FAILED: Changes = 4
CONFLICTS: Changes = 8
PROGRESS: Changes = 16
CHECK_INS: Changes = 32
FRAME: Changes = 64  # proposal, agreement, pauses, end: every rule looks at them
EVERYTHING: Changes = 127


class Effect(NamedTuple):
    """What changed, and the meeting that counted as held before and does not now."""

    changes: Changes
    gone: str | None = None


def listening(changes: Changes, listens: Sequence[Changes]) -> tuple[int, ...]:
    """Name those who listen to any of the changes, in order."""
    return tuple(number for number, bits in enumerate(listens) if bits & changes)
