"""What is done around the processes: to the network, the disk, the clocks, and the topics."""

from datetime import timedelta

from deploy.local.databases import SERVICES
from tests.chaos.faults import Chaos
from tests.chaos.watching import set_clocks

# Longer than a producer goes on trying.
_BEYOND_DELIVERY = 40.0


def cut_anything(chaos: Chaos) -> None:
    for wire in chaos.rng.sample(chaos.world.wires.all(), 4):
        chaos.world.counts[f"cut {wire.name}"] += 1
        wire.cut()


def hold_anything(chaos: Chaos) -> None:
    """Half-open: nothing passes, nobody is told, until it is broken off."""
    wires = chaos.rng.sample(chaos.world.wires.all(), 3)
    for wire in wires:
        chaos.world.counts[f"half-open {wire.name}"] += 1
        wire.hold()
    chaos.wait(2 + chaos.rng.random() * 4)
    for wire in wires:
        wire.heal()


def hold_the_relays(chaos: Chaos) -> None:
    """Half-open towards the broker for so long that relays give up what they have sent."""
    wire = chaos.world.wires.relays
    chaos.world.counts["half-open relays, for long"] += 1
    wire.hold()
    chaos.wait(_BEYOND_DELIVERY)
    wire.heal()


def lose_the_broker(chaos: Chaos) -> None:
    """For so long that relays give up what they have sent."""
    chaos.world.kill_kafka()
    chaos.wait(_BEYOND_DELIVERY)
    chaos.world.revive()


def delay_anything(chaos: Chaos) -> None:
    wires = chaos.rng.sample(chaos.world.wires.all(), 4)
    for wire in wires:
        chaos.world.counts[f"delay {wire.name}"] += 1
        wire.delay_seconds = chaos.rng.random() / 10
    chaos.wait(2)
    for wire in wires:
        wire.heal()


def rob_commits(chaos: Chaos) -> None:
    """Cut after COMMIT was sent: it is done, and whoever did it is not told."""
    wires = [*chaos.world.wires.databases.values(), chaos.world.wires.writers]
    for wire in chaos.rng.sample(wires, 5):
        chaos.world.counts[f"cut after COMMIT {wire.name}"] += 1
        wire.rob(b"COMMIT", 3)
    chaos.wait(2)


def rob_answers(chaos: Chaos) -> None:
    """Cut after a request was sent: it is carried out, and who asked is not told."""
    for service, wire in chaos.world.wires.clients.items():
        chaos.world.counts[f"cut after POST {service}"] += 1
        wire.rob(b"POST ", 5)
    chaos.wait(1)


def fill_the_disk(chaos: Chaos) -> None:
    if not chaos.world.disk.mounted:
        return
    chaos.world.counts["disk full"] += 1
    chaos.world.disk.fill()
    chaos.wait(2 + chaos.rng.random() * 2)
    chaos.world.disk.clear()
    chaos.world.revive()


def set_the_clocks_back(chaos: Chaos) -> None:
    """Again and again: each time some transactions are under way that saw the later time."""
    for _ in range(8):
        _set_clocks(chaos, -timedelta(seconds=chaos.rng.random() / 2))
        chaos.wait(chaos.rng.random() / 2)


def set_the_clocks_forward(chaos: Chaos) -> None:
    """By days, so that something becomes due for everybody who has planned nothing."""
    _set_clocks(chaos, timedelta(days=chaos.rng.randrange(9, 13)))


def _set_clocks(chaos: Chaos, by: timedelta) -> None:
    chaos.world.counts["clocks set"] += 1
    set_clocks((chaos.world.addresses.databases[service] for service in SERVICES), by)


def say_again(chaos: Chaos) -> None:
    chaos.planted.say_again()


def plant(chaos: Chaos) -> None:
    chaos.planted.poison()
    chaos.planted.leave_a_gap()
    chaos.planted.tell_the_future()
    chaos.planted.wait_until_parked()
