"""What can go wrong, each on its own; a run's first bytes say which of it does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from psycopg.errors import LockNotAvailable

from tests.simulation import pairs
from tests.simulation.clients import STREAMS
from tests.simulation.ledger import ParkedRow
from tests.simulation.system import SPEAKERS, System
from tests.simulation.world import Fault

T = TypeVar("T")
_MOST_OF_A_KIND = 3


@dataclass(frozen=True)
class Faults:
    system: System

    def all(self) -> list[Fault]:
        happenings: Sequence[Callable[[], object]] = [
            self.kill,
            self.supervise,
            self.second_relay,
            self.second_consumer,
            self.rebalance,
            self.expel,
            self.member_hears,
            self.cut,
            self.server_finds_out,
            self.lock_takes_too_long,
            self.broker_writes,
            self.written_late,
            self.broker_fails,
            self.poison,
            self.mend,
            self.retry,
            self.drop,
            self.somebody_writes,
            self.clock_set_back,
        ]
        return [(happening.__name__.replace("_", " "), happening) for happening in happenings]

    def kill(self) -> None:
        if (process := self.system.world.pick(self.system.world.processes)) is not None:
            self.system.world.note(f"  {process.name} is killed")
            self.system.world.kill(process)

    def supervise(self) -> None:
        """Start again whatever is not there any more."""
        for speaker in SPEAKERS:
            if not self.system.alive(f"relay of {speaker.source}"):
                self.system.start_relay(speaker)
        if not self.system.alive("consumer"):
            self.system.start_consumer()

    def second_relay(self) -> None:
        speaker = self._pick(SPEAKERS)
        if self.system.alive(f"relay of {speaker.source}") < _MOST_OF_A_KIND:
            self.system.start_relay(speaker)

    def second_consumer(self) -> None:
        if self.system.alive("consumer") < _MOST_OF_A_KIND:
            self.system.start_consumer()

    def rebalance(self) -> None:
        self.system.group.rebalance()

    def expel(self) -> None:
        if self.system.group.members:
            self.system.group.rebalance(without=self._pick(self.system.group.members))

    def member_hears(self) -> None:
        if self.system.group.members:
            self._pick(self.system.group.members).hear()

    def cut(self) -> None:
        sessions = [session for session in self.system.sessions if not session.closed]
        if sessions:
            self._pick(sessions).cut()

    def server_finds_out(self) -> None:
        for database in self.system.databases.values():
            database.end_orphans()

    def lock_takes_too_long(self) -> None:
        waiting = [each for each in self.system.world.processes if each.ready is not None]
        if waiting:
            self._pick(waiting).interrupted = LockNotAvailable()

    def broker_writes(self) -> None:
        if self.system.producers:
            self._pick(self.system.producers).write_some()

    def written_late(self) -> None:
        self.system.broker.write_late()

    def broker_fails(self) -> None:
        self.system.broker.down = not self.system.broker.down

    def poison(self) -> None:
        """An event that is still to be heard will be one that the code chokes on."""
        stream = pairs.stream(self._pick(range(STREAMS)))
        heard = [version for of, version in self.system.heard_in.tables["journal"] if of == stream]
        place = stream, max(heard, default=0) + self._pick([1, 2])
        self.system.accountability.poisonous[place] = self._pick(["known", "unknown"])

    def mend(self) -> None:
        """Newer code takes the place of what chokes."""
        for process in [*self.system.world.processes]:
            if process.name in {"consumer", "operator"} and not process.ended:
                self.system.world.kill(process)
        self.system.accountability.poisonous.clear()

    def retry(self) -> None:
        if streams := self.parked():
            self.system.start_operator(self._pick(streams))

    def drop(self) -> None:
        if streams := self.parked():
            self.system.start_drop(self._pick(streams))

    def somebody_writes(self) -> None:
        self.system.start_client(2)

    def clock_set_back(self) -> None:
        self.system.world.set_clock_back(self._pick([0.5, 3600, 7200]))

    def parked(self) -> list[str]:
        rows: list[ParkedRow] = list(self.system.heard_in.tables["parked"].values())
        return sorted({row.record.stream for row in rows if not row.dropped})

    def _pick(self, some: Sequence[T]) -> T:
        return some[self.system.world.byte() % len(some)]
