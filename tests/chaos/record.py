"""What the clients know of their commands: their own record, kept outside of the system."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeAlias
from uuid import UUID, uuid4


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    event_ids: tuple[UUID, ...]
    answer: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Refused:
    rule: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """No answer, half an answer, or one that says to send it again."""

    why: str


Outcome: TypeAlias = Acknowledged | Refused | Unknown


@dataclass(kw_only=True, eq=False)
class Command:
    """`command_id` is its idempotency key and the correlation id of the events it causes."""

    service: str
    what: str
    send: Callable[["Command"], Outcome]
    command_id: UUID = field(default_factory=uuid4)
    outcomes: list[Outcome] = field(default_factory=list)

    def again(self) -> Outcome:
        """Send it, in the same words each time."""
        self.outcomes.append(self.send(self))
        return self.outcomes[-1]

    @property
    def acknowledged(self) -> Acknowledged | None:
        found = (each for each in self.outcomes if isinstance(each, Acknowledged))
        return next(found, None)

    @property
    def refused(self) -> bool:
        """Refused before anything else can have come of it."""
        return all(isinstance(each, Refused) for each in self.outcomes)

    @property
    def settled(self) -> bool:
        """Whether its client has an answer, and asks no more for now."""
        return bool(self.outcomes) and not isinstance(self.outcomes[-1], Unknown)

    @property
    def certain(self) -> bool:
        """Whether its client knows what has become of it, whatever is still on its way."""
        return bool(self.acknowledged) or (bool(self.outcomes) and self.refused)


class Record:
    def __init__(self) -> None:
        self._lock = Lock()
        self._commands: list[Command] = []

    def add(self, command: Command) -> Command:
        with self._lock:
            self._commands.append(command)
        return command

    def commands(self, service: str | None = None) -> Sequence[Command]:
        with self._lock:
            return [each for each in self._commands if service in (None, each.service)]

    def counts(self) -> Mapping[str, int]:
        return counted(self.commands())


def counted(commands: Iterable[Command]) -> Mapping[str, int]:
    kinds = {"acknowledged": 0, "refused": 0, "unknown": 0, "sent again": 0}
    for command in commands:
        kinds["sent again"] += max(0, len(command.outcomes) - 1)
        if command.acknowledged:
            kinds["acknowledged"] += 1
        elif command.settled:
            kinds["refused"] += 1
        else:
            kinds["unknown"] += 1
    return kinds
