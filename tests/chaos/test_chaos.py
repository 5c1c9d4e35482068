"""Whatever is done to the system, nothing is lost, nothing is doubled, and nobody is accused early.

`python -m tests.chaos --minutes 60 --seed 7` is the same for as long as one likes.
"""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from shared.clock import now
from shared.database import connect
from tests.chaos import faults, surroundings
from tests.chaos.making import world
from tests.chaos.menu import Fault
from tests.chaos.pairs import ZONE, Pair, make_pair, written
from tests.chaos.reading import rows
from tests.chaos.rounds import Rounds
from tests.chaos.settling import settle
from tests.chaos.watching import set_clocks
from tests.chaos.world import World

SEED = 1
KILLS = [
    surroundings.rob_commits,
    surroundings.rob_answers,
    faults.kill_a_relay,
    faults.kill_a_relay_with_work,
    faults.kill_a_consumer,
    faults.kill_kafka,
    faults.kill_postgres,
    faults.kill_a_web,
]
TWINS = [faults.replace_a_relay, faults.stop_a_consumer, faults.two_relays, faults.two_consumers]
SURROUNDINGS = [
    surroundings.plant,
    surroundings.set_the_clocks_forward,
    surroundings.say_again,
    surroundings.set_the_clocks_back,
    surroundings.cut_anything,
    surroundings.hold_anything,
    surroundings.fill_the_disk,
    surroundings.delay_anything,
]


@pytest.fixture(scope="module")
def broken_world() -> Iterator[World]:
    with (
        tempfile.TemporaryDirectory(prefix="mentoring-chaos-") as folder,
        world(Path(folder)) as it,
    ):
        yield it


@pytest.fixture(scope="module")
def rounds(broken_world: World) -> Rounds:
    return Rounds(world=broken_world, rng=Random())  # noqa: S311


def test_while_a_relay_stands_still_nobody_is_accused_and_then_all_is_due_when_it_was(
    broken_world: World, rounds: Rounds
) -> None:
    client = rounds.client(Event())
    began = now()
    pair = make_pair(client, began)
    settle(broken_world)
    broken_world.stop("partnerships-relay")
    let_days_pass(broken_world, 5)
    held = {"started_at": written(began), "minutes": 1}
    client.must(pair.tokens["mentee"], "partnerships", f"{pair.path}/held-meetings", held)
    # Had they not met, they would have been warned of it after two weeks.
    let_days_pass(broken_world, 15)
    Event().wait(3)
    assert raised(broken_world, pair) == set()

    broken_world.go_on("partnerships-relay")
    settle(broken_world)
    day = began.astimezone(ZoneInfo(ZONE)).date()
    assert raised(broken_world, pair) == {("no-next-meeting", *due(day, 8))}
    let_days_pass(broken_world, 8)
    settle(broken_world)
    assert raised(broken_world, pair) == {
        ("no-next-meeting", *due(day, 8)),
        ("no-meeting", *due(day, 22)),
        ("check-in-overdue", *due(day, 22)),
    }


def let_days_pass(world: World, days: int) -> None:
    set_clocks(world.addresses.databases.values(), timedelta(days=days))


def due(day: date, days: int) -> tuple[datetime, datetime]:
    """When a day begins there: an alert is due then, and has been raised then, however late."""
    at = datetime.combine(day + timedelta(days=days), datetime.min.time(), ZoneInfo(ZONE))
    return at, at


def raised(world: World, pair: Pair) -> set[tuple[str, datetime, datetime]]:
    with connect(world.addresses.databases["accountability"]) as connection:
        found = rows(
            connection,
            """
            SELECT rule, due_at, raised_at FROM alerts WHERE partnership_id = %s
            """,
            pair.partnership_id,
        )
    return {(rule, due_at, raised_at) for rule, due_at, raised_at in found}


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param([], id="peace"),
        pytest.param(KILLS, id="killed"),
        pytest.param(TWINS, id="doubled"),
        pytest.param(SURROUNDINGS, id="cut-off"),
    ],
)
def test_every_promise_is_kept(rounds: Rounds, plan: Sequence[Fault]) -> None:
    rounds.rng.seed(SEED)
    assert rounds.play(plan, pause=0.5 if plan else 3) == []
