"""The fold and the reference behind one signature: the lines they write, or the gap."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from services.accountability.derive import derive
from services.accountability.fold import GapError
from services.accountability.policy import replacement
from tests.reference.__main__ import derive as derive_slowly
from tests.reference.facts import GapError as ReferenceGapError
from tests.reference.facts import decode

Fold: TypeAlias = Callable[[Sequence[str], datetime, str | None], list[str]]


def production(lines: Sequence[str], until: datetime, policy: str | None = None) -> list[str]:
    replaced = replacement(policy) if policy else None
    try:
        derived = list(derive([line.encode() for line in lines], until, replaced))
    except GapError as gap:
        return named(gap)
    return [line.decode().rstrip("\n") for line in derived]


def reference(lines: Sequence[str], until: datetime, policy: str | None = None) -> list[str]:
    try:
        return derive_slowly(lines, until, decode(policy) if policy else None)
    except ReferenceGapError as gap:
        return named(gap)


def named(gap: Exception) -> list[str]:
    """Only the name of the stream: what else is said about a gap is free."""
    return [f"gap: {str(gap).partition(':')[0]}"]


def gap(said: Sequence[str]) -> bool:
    """Say whether a gap stopped the fold; what it would have said before is then not told."""
    return said[:1] != [] and said[0].startswith("gap: ")
