"""What is done to the processes and the servers. A fault may last a while, and ends by itself."""

import signal
from dataclasses import dataclass
from random import Random
from threading import Event

from deploy.local.processes import PIPES, WEB
from shared.database import connect
from tests.chaos.planting import Planted
from tests.chaos.world import World

RELAYS = tuple(name for name in PIPES if name.endswith("relay"))
BUSIEST = "enrollment-relay"
CONSUMERS = tuple(name for name in PIPES if name.endswith("consumer"))
# Longer than the session of a member of a consumer group, and than anybody waits for a lock.
_BEYOND_SESSION = 10.5


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
    """With a batch in its hands, beyond its session, while another takes its partitions.

    It goes on as a zombie: it has waited for a lock in vain, and tries the batch once more.
    """
    name = chaos.rng.choice(CONSUMERS)
    second = chaos.world.double(name)
    chaos.wait(2)
    url = chaos.world.addresses.databases[name.partition("-")[0]]
    with connect(url) as connection, connection.transaction():
        # Relays are not held up by it: it writes nothing, so it has no number.
        connection.execute("LOCK TABLE positions IN EXCLUSIVE MODE")
        connection.execute("SELECT pg_sleep(1)")
        chaos.world.stop(name)
        connection.execute("SELECT pg_sleep(%s)", (_BEYOND_SESSION,))
    chaos.wait(4)
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
    """Each is started again when the other has taken over."""
    second = chaos.world.double(BUSIEST)
    for _ in range(6):
        chaos.wait(0.7)
        chaos.world.revive()
    chaos.world.end(second)


def replace_a_relay(chaos: Chaos) -> None:
    """Its round is on the way for so long that another has said it all, and more, when it ends."""
    wire = chaos.world.wires.relays
    wire.hold()
    chaos.wait(1)
    second = chaos.world.double(BUSIEST)
    chaos.wait(4)
    wire.let_go()
    chaos.wait(1)
    chaos.world.revive()
    chaos.world.end(second)
