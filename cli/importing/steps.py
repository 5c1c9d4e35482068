"""History as commands: who said what, when, and in which line of which file that stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Step:
    """One command of the past, said at its own time by its own person."""

    at: datetime
    by: UUID
    do: str
    file: str
    line: int
    says: Mapping[str, Any] = field(default_factory=dict)


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By time; what happened at one time stays in the order in which it was written down."""
    return sorted(steps, key=lambda step: step.at)


def command(step: Step) -> dict[str, Any]:
    return {"at": step.at.isoformat(), "by": str(step.by), "do": step.do, **step.says}


def lines_of(steps: Sequence[Step]) -> str:
    """Say where a history stands: `partnerships.csv line 4, meetings.csv lines 10, 11`."""
    files = list(dict.fromkeys(step.file for step in steps))
    return ", ".join(f"{file} {numbers(file, steps)}" for file in files)


def numbers(file: str, steps: Sequence[Step]) -> str:
    lines = sorted({step.line for step in steps if step.file == file})
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}"
