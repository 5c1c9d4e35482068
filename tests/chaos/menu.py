"""All that can be done to the system, and how often each is chosen in a long run."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tests.chaos import faults, surroundings
from tests.chaos.faults import Chaos

Fault: TypeAlias = Callable[[Chaos], None]
FAULTS: Mapping[Fault, int] = {
    faults.kill_a_relay: 3,
    faults.kill_a_relay_with_work: 2,
    faults.kill_a_consumer: 4,
    faults.kill_a_web: 2,
    faults.kill_postgres: 2,
    faults.kill_kafka: 2,
    faults.stop_a_consumer: 2,
    faults.replace_a_relay: 2,
    faults.two_consumers: 2,
    faults.two_relays: 2,
    surroundings.cut_anything: 3,
    surroundings.hold_anything: 2,
    surroundings.hold_the_relays: 1,
    surroundings.lose_the_broker: 1,
    surroundings.delay_anything: 2,
    surroundings.rob_commits: 4,
    surroundings.rob_answers: 3,
    surroundings.fill_the_disk: 1,
    surroundings.set_the_clocks_back: 2,
    surroundings.set_the_clocks_forward: 1,
    surroundings.say_again: 2,
    surroundings.plant: 1,
}
