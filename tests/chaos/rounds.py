"""A round: clients and writers at work, faults meanwhile, then peace, and every promise checked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Event

from shared.events import partnerships
from tests.chaos.acting import Acting, keep_acting
from tests.chaos.asking import Client
from tests.chaos.checking import Checker
from tests.chaos.faults import Chaos
from tests.chaos.menu import Fault
from tests.chaos.pairs import Pair, make_pair
from tests.chaos.planting import Planted
from tests.chaos.record import Command, Record, Unknown
from tests.chaos.settling import settle
from tests.chaos.world import World
from tests.chaos.writing import Writer
from tests.support.eventually import eventually

CLIENTS, WRITERS, PAIRS = 4, 5, 4
_PATIENCE = 120


@dataclass(kw_only=True, eq=False)
class Rounds:
    """One world and its clients, round after round; `rng` alone decides what happens."""

    world: World
    rng: Random
    pairs: list[Pair] = field(default_factory=list)
    record: Record = field(default_factory=Record)
    totals: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.checker = Checker(world=self.world)
        self.planted = Planted(world=self.world, rng=self.rng)

    def play(self, faults: Sequence[Fault], *, pause: float = 1.0) -> list[str]:
        """Do all this under load; return which promises are broken."""
        chaos = self._chaos()
        with self._at_work(Event()):
            for fault in faults:
                chaos.wait(pause)
                fault(chaos)
            chaos.wait(pause)
        self.planted.release()
        settle(self.world)
        record, self.record = self.record, Record()
        self.totals.update(record.counts())
        return self.checker.violations(
            record.commands(), self.planted, doubles_allowed=bool(faults)
        )

    def client(self, stop: Event) -> Client:
        """Somebody whose commands are judged at the end of the round."""
        return Client(stack=self.world.stack, record=self.record, waiting=stop)

    def _chaos(self) -> Chaos:
        self.planted.since = self.checker.ends.get(partnerships.TOPIC, {})
        return Chaos(world=self.world, planted=self.planted, rng=self.rng, never=Event())

    @contextmanager
    def _at_work(self, stop: Event) -> Iterator[None]:
        """Load, from before the first fault until `stop`; what a client finds wrong is raised."""
        writers = [self._writer(stop, self.rng.getrandbits(32)) for _ in range(WRITERS)]
        with ThreadPoolExecutor(CLIENTS + WRITERS) as threads:
            if not self.pairs:
                self.pairs += threads.map(lambda _: make_pair(self.client(stop)), range(PAIRS))
            seeds = [self.rng.getrandbits(32) for _ in range(CLIENTS)]
            work = [threads.submit(keep_acting, self._acting(stop, seed)) for seed in seeds]
            work += [threads.submit(writer.keep_writing) for writer in writers]
            try:
                yield
            finally:
                stop.set()
                # Whoever waits for an answer that is held up has it when all is healed.
                self.world.heal()
        for done in work:
            done.result()
        _resolve(self.record)
        for writer in writers:
            writer.close()

    def _acting(self, stop: Event, seed: int) -> Acting:
        return Acting(client=self.client(stop), pairs=self.pairs, rng=Random(seed))  # noqa: S311

    def _writer(self, stop: Event, seed: int) -> Writer:
        url = self.world.addresses.databases["enrollment"]
        url = url.replace(f":{self.world.cluster.port}/", f":{self.world.wires.writers.port}/")
        rng = Random(seed)  # noqa: S311
        return Writer(url=url, service="enrollment", record=self.record, waiting=stop, rng=rng)


def _resolve(record: Record) -> None:
    """Ask again for everything of which nobody knows whether it was done.

    A refusal does not tell, if an answer was missing before: the rules may have refused what this
    very command had done, or what it was still about to do.
    """
    for command in record.commands():
        if not command.certain:
            eventually(lambda: _known(command), _PATIENCE)  # noqa: B023


def _known(command: Command) -> bool:
    return not isinstance(command.again(), Unknown)
