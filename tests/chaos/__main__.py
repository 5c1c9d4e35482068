"""`python -m tests.chaos --minutes 60 --seed 7`: mixed faults for as long as one likes.

Stops at the first broken promise and leaves everything as it is, to be looked at.
"""

import logging
import sys
import tempfile
from pathlib import Path
from random import Random
from time import monotonic

import click

from tests.chaos.making import world
from tests.chaos.menu import FAULTS
from tests.chaos.rounds import Rounds

_FAULTS_A_ROUND = 8
_MOST_SHOWN = 50


@click.command()
@click.option("--minutes", type=float, default=60.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--fault", "names", multiple=True, help="Only these, by their names.")
def main(minutes: float, seed: int, names: tuple[str, ...]) -> None:
    """Break the system at random under load, and check every promise after each round."""
    logging.basicConfig(level=logging.ERROR)
    chosen = {
        fault: often for fault, often in FAULTS.items() if not names or fault.__name__ in names
    }
    folder = Path(tempfile.mkdtemp(prefix="mentoring-chaos-"))
    with world(folder) as it:
        rounds = Rounds(world=it, rng=Random(seed))  # noqa: S311
        deadline, number = monotonic() + minutes * 60, 0
        while monotonic() < deadline:
            number += 1
            faults = rounds.rng.choices(list(chosen), list(chosen.values()), k=_FAULTS_A_ROUND)
            click.echo(f"seed {seed} round {number}: {' '.join(each.__name__ for each in faults)}")
            began = monotonic()
            broken = rounds.play(faults)
            click.echo(f"  {monotonic() - began:.0f} s {dict(rounds.totals)}")
            if broken:
                click.echo("\n".join(broken[:_MOST_SHOWN]))
                click.echo(f"{len(broken)} promises are broken; logs: {folder}/log")
                sys.exit(1)
        _sum_up(rounds)


def _sum_up(rounds: Rounds) -> None:
    counts = {**rounds.world.counts, **rounds.checker.counts(), **rounds.totals}
    for what, number in sorted(counts.items()):
        click.echo(f"{number:>8} {what}")


if __name__ == "__main__":
    main()
