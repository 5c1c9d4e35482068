"""What is done to the processes and the servers. A fault may last a while, and ends by itself."""

import signal
from dataclasses import dataclass
from random import Random
from threading import Event

from deploy.local.processes import PIPES, WEB
from tests.chaos.planting import Planted
from tests.chaos.world import World

RELAYS = tuple(name for name in PIPES if name.endswith("relay"))
CONSUMERS = tuple(name for name in PIPES if name.endswith("consumer"))
# Longer than the session of a member of a consumer group.
_BEYOND_SESSION = 12.0


@dataclass(frozen=True, kw_only=True)
class Chaos:
    """`never` is only there to be waited for."""

    world: World
    planted: Planted
    rng: Random
    never: Event

    def wait(self, seconds: float) -> None:
        self.never.wait(seconds)

    def kill(self, name: str) -> None:
        self.world.kill(name)
        self.wait(self.rng.random())
        self.world.revive()


def kill_a_relay(chaos: Chaos) -> None:
    chaos.kill(chaos.rng.choice(RELAYS))


def kill_a_consumer(chaos: Chaos) -> None:
    chaos.kill(chaos.rng.choice(CONSUMERS))


def kill_a_web(chaos: Chaos) -> None:
    chaos.kill(chaos.rng.choice(WEB))


def kill_postgres(chaos: Chaos) -> None:
    chaos.world.kill_postgres(chaos.rng.choice((signal.SIGKILL, signal.SIGQUIT)))
    chaos.wait(chaos.rng.random())
    chaos.world.revive()


def kill_kafka(chaos: Chaos) -> None:
    chaos.world.kill_kafka()
    chaos.wait(chaos.rng.random())
    chaos.world.revive()


def stop_a_consumer(chaos: Chaos) -> None:
    """Beyond its session, while another takes its partitions; then it goes on, a zombie."""
    name = chaos.rng.choice(CONSUMERS)
    second = chaos.world.double(name)
    chaos.wait(2)
    chaos.world.stop(name)
    chaos.wait(_BEYOND_SESSION)
    chaos.world.go_on(name)
    chaos.wait(2)
    chaos.world.end(second)


def two_consumers(chaos: Chaos) -> None:
    second = chaos.world.double(chaos.rng.choice(CONSUMERS))
    chaos.wait(3 + chaos.rng.random() * 2)
    if chaos.rng.random() < 1 / 2:
        chaos.world.kill(second)
    chaos.world.end(second)


def two_relays(chaos: Chaos) -> None:
    """Each is started again whenever the other takes over."""
    second = chaos.world.double(chaos.rng.choice(RELAYS))
    for _ in range(6):
        chaos.wait(0.7)
        chaos.world.revive()
    chaos.world.end(second)


def stop_a_relay(chaos: Chaos) -> None:
    """While it stands still another takes over; it goes on with what it held in its hands."""
    name = chaos.rng.choice(RELAYS)
    chaos.world.stop(name)
    chaos.wait(1)
    second = chaos.world.double(name)
    chaos.wait(2)
    chaos.world.go_on(name)
    chaos.wait(1)
    chaos.world.revive()
    chaos.world.end(second)
