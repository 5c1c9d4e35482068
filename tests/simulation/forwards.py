"""What never goes back, whoever commits: checkpoints, positions, fences, known time."""

from datetime import UTC, datetime
from typing import Any

from shared.positions import Position
from tests.simulation.store import RelayRow

_NEVER = datetime.min.replace(tzinfo=UTC)


def only_forwards(old: Any, new: Any) -> bool:
    """Tell whether the one row may take the place of the other."""
    match old, new:
        case RelayRow(), RelayRow():
            ahead = new.fence >= old.fence and new.checkpoint >= old.checkpoint
        case Position(), Position():
            ahead = new.fence >= old.fence and new.offset >= old.offset
        case _:
            return True
    return ahead and (new.through or _NEVER) >= (old.through or _NEVER)
