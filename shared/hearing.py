"""What a service does with what it hears."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.database import Connection
from shared.heard import Heard, Name

Apply: TypeAlias = Callable[[Connection, Sequence[Heard]], None]
ApplyPeople: TypeAlias = Callable[[Connection, Sequence[Name]], None]
OnWatermark: TypeAlias = Callable[[Connection, str, int, datetime], None]


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """`own_topic`: where this service itself speaks, if it does.

    `apply` gets new facts only, per stream in order and without gaps, in the transaction of all.

    It has no effect outside the connection, as it may be called again: with the same facts after a
    passing failure, and without those of a stream at whose fact it raises `PoisonedError`.
    `on_watermark` is told (source, partition, through) once all said before `through` is applied.
    """

    group: str
    topics: Sequence[str]
    own_topic: str | None = None
    apply: Apply
    apply_people: ApplyPeople | None = None
    on_watermark: OnWatermark | None = None
