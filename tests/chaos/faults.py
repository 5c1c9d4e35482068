"""What is done to the processes and the servers. A fault may last a while, and ends by itself."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from threading import Event
from time import monotonic

from deploy.local.processes import PIPES, WEB
from shared.database import connect
from tests.chaos.planting import Planted
from tests.chaos.reading import rows
from tests.chaos.world import World

RELAYS = tuple(name for name in PIPES if name.endswith("relay"))
BUSIEST = "enrollment-relay"
CONSUMERS = tuple(name for name in PIPES if name.endswith("consumer"))
# Longer than the session of a member of a consumer group, and than anybody waits for a lock.
_BEYOND_SESSION = 10.5
# Within the time that a relay waits for what it has sent.
_TAKEOVER = 20.0
_OLDEST = "SELECT pg_current_xact_id() = pg_snapshot_xmin(pg_current_snapshot())"


@dataclass(frozen=True, kw_only=True)
class Chaos:
    """`never` is only there to be waited for."""

    world: World
    planted: Planted
    rng: Random
    never: Event

    def wait(self, seconds: float) -> None:
        self.never.wait(seconds)

    def moved(self, service: str, query: str) -> Callable[[], None]:
        """Return what waits until all that is asked for is greater than it is now.

        It does not wait for ever, as there may be nothing to do.
        """
        before = self._numbers(service, query)

        def wait() -> None:
            deadline = monotonic() + _TAKEOVER
            while monotonic() < deadline:
                now = self._numbers(service, query)
                if all(new > old for new, old in zip(now, before, strict=True)):
                    return
                self.wait(0.1)

        return wait

    @contextmanager
    def piled_up(self) -> Iterator[None]:
        """The busiest relay has something to say next, and no watermark before it."""
        enrollment = self.world.addresses.databases["enrollment"]
        with connect(enrollment) as connection, connection.transaction():
            # Nothing is read behind an open transaction, once those before it have ended.
            while not rows(connection, _OLDEST)[0][0]:
                self.wait(0.1)
            self.wait(1)
            yield

    def _numbers(self, service: str, query: str) -> Sequence[int]:
        with connect(self.world.addresses.databases[service]) as connection:
            return rows(connection, query)[0]

    def kill(self, name: str) -> None:
        self.world.kill(name)
        self.wait(self.rng.random())
        self.world.revive()


def kill_a_relay(chaos: Chaos) -> None:
    chaos.kill(chaos.rng.choice(RELAYS))


def kill_a_relay_with_work(chaos: Chaos) -> None:
    """What it has sent never reaches the broker: whoever comes next has to say it."""
    wire = chaos.world.wires.relays
    at_work = chaos.moved("enrollment", "SELECT xid::text::bigint FROM relay")
    at_work()
    with chaos.piled_up():
        wire.hold()
    chaos.wait(1)
    chaos.world.kill(BUSIEST)
    wire.cut()
    # What is held must be gone before anything passes again.
    chaos.wait(0.2)
    wire.let_go()
    chaos.world.revive()


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
    service = name.partition("-")[0]
    with connect(chaos.world.addresses.databases[service]) as connection, connection.transaction():
        # Relays are not held up by it: it writes nothing, so it has no number.
        connection.execute("LOCK TABLE positions IN EXCLUSIVE MODE")
        connection.execute("SELECT pg_sleep(1)")
        chaos.world.stop(name)
        taken_over = chaos.moved(service, 'SELECT sum(fence), sum("offset") FROM positions')
        connection.execute("SELECT pg_sleep(%s)", (_BEYOND_SESSION,))
    taken_over()
    chaos.wait(1)
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
    taken_over = chaos.moved("enrollment", "SELECT fence, position FROM relay")
    second = chaos.world.double(BUSIEST)
    taken_over()
    wire.let_go()
    chaos.wait(1)
    chaos.world.revive()
    chaos.world.end(second)
