"""One run: bytes in, the invariants checked, and the trace of it if one does not hold."""

from collections.abc import Callable
from datetime import datetime

from shared.events import partnerships
from tests.simulation.cluster import Database
from tests.simulation.faults import Faults
from tests.simulation.invariants import check
from tests.simulation.store import RELAY
from tests.simulation.system import SPEAKERS, System
from tests.simulation.world import World

_MASK = 3
_MOST_CALLS = 30_000
_TURNS = 12


class NeverDrainedError(AssertionError):
    """Something hangs though nothing fails any more."""


def run(choices: bytes) -> World:
    """Let it happen, then let it settle, then look. Raises AssertionError."""
    world = World(choices)
    system = System(world)
    faults = Faults(system)
    mask = int.from_bytes(bytes(world.byte() for _ in range(_MASK)), "little")
    world.faults = [fault for n, fault in enumerate(faults.all()) if mask >> n & 1]
    try:
        faults.supervise()
        for _ in range(2):
            system.start_client(3)
        world.run()
        settle(system, faults)
        check(system)
    except AssertionError as error:
        raise AssertionError("\n".join([*world.trace[-400:], str(error)])) from error
    finally:
        world.end()
    return world


def settle(system: System, faults: Faults) -> None:
    """Nothing fails any more, time passes, and everything has to be done within bounds."""
    world = system.world
    world.calm, world.faults = True, []
    world.note("calm")
    system.broker.down = False
    while system.broker.late:
        system.broker.write_late()
    faults.server_finds_out()
    faults.supervise()
    system.group.rebalance()
    _go_on(system, faults, lambda: not system.alive("client") and _drained(system))
    _let_time_pass(system, faults)
    world.note("mended")
    faults.mend()
    faults.server_finds_out()
    faults.supervise()
    system.group.rebalance()
    _go_on(system, faults, lambda: _drained(system) and not faults.parked())
    _let_time_pass(system, faults)


def _let_time_pass(system: System, faults: Faults) -> None:
    """For whatever is parked time stands still."""
    system.world.pass_time(75 * 86_400)
    due = system.world.now
    _go_on(system, faults, lambda: _drained(system) and _known_through(system, due))


def _go_on(system: System, faults: Faults, done: Callable[[], bool]) -> None:
    world = system.world
    limit = world.calls + _MOST_CALLS
    while not done():
        for _ in range(_TURNS):
            for process in world.able():
                world.resume(process)
        world.pass_time(1.1)
        faults.supervise()
        if not system.alive("operator"):
            faults.retry()
        if world.calls > limit:
            raise NeverDrainedError


def _drained(system: System) -> bool:
    ends = {place: len(log) for place, log in system.broker.log.items()}
    positions = system.heard_in.tables["positions"]
    return all(_said_all(system.databases[speaker.source]) for speaker in SPEAKERS) and all(
        place in positions and positions[place].offset == end
        for place, end in ends.items()
        if place[0] == partnerships.TOPIC
    )


def _said_all(database: Database) -> bool:
    last = max((row.place for row in database.tables["events"].values()), default=(0, 0))
    row = database.tables[RELAY].get(RELAY)
    return row is not None and row.checkpoint >= last


def _known_through(system: System, due: datetime) -> bool:
    return all(
        position.through is not None and position.through >= due
        for position in system.heard_in.tables["positions"].values()
    )
