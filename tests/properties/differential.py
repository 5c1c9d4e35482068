"""`python -m tests.properties.differential --seconds 600 --seed 1`: the fold against the reference.

Stops at the first difference, and prints the smallest history that shows it.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps, loads
from random import Random
from time import monotonic

from tests.reference.facts import instant
from tests.support.folds import production, reference
from tests.support.histories.hostile import disturbed, hostile
from tests.support.histories.places import TICK, some_place
from tests.support.histories.policies import some_policy
from tests.support.histories.realistic import realistic
from tests.support.histories.shrink import shrunk
from tests.support.histories.wire import ENCODER, Wire, identity, lines
from tests.support.living import live

KINDS = ("hostile", "hostile", "realistic", "wild")


@dataclass(frozen=True, kw_only=True)
class Question:
    """Two folds should answer it alike."""

    seed: int
    kind: str
    events: Sequence[Wire]
    until: datetime
    policy: str | None

    def answers(self, events: Sequence[Wire]) -> tuple[list[str], list[str]]:
        """Ask the reference, and the one of the others that differs from it, if any."""
        told = lines(events)
        expected = reference(told, self.until, self.policy)
        actual = production(told, self.until, self.policy)
        if actual != expected:
            return expected, actual
        return expected, live(told, self.until, self.policy)

    def differs(self, events: Sequence[Wire]) -> bool:
        expected, actual = self.answers(events)
        return expected != actual


def history(rng: Random, kind: str) -> list[Wire]:
    if kind == "realistic":
        place = some_place(rng)
        return realistic(rng, identity("p1"), place.zone, place.first)
    events = hostile(rng, identity("p1"), wild=kind == "wild")
    return disturbed(rng, events) if rng.random() < 0.3 else events


def questions(seed: int, kinds: Sequence[str]) -> Iterator[Question]:
    """One history, some instants: far ahead, where something is due, and just before."""
    rng = Random(seed)  # noqa: S311
    kind = rng.choice(kinds)
    events = history(rng, kind)
    if not events:
        return
    policy = ENCODER.encode(some_policy(rng)).decode() if rng.random() < 0.2 else None
    last = max(instant(event["recordedtime"]) for event in events)
    far = last + timedelta(days=rng.choice((0, 20, 100, 500)))
    due = [
        instant(loads(line)["data"].get("due_at", "2027-01-01T00:00:00Z"))
        for line in reference(lines(events), far, policy)
        if not line.startswith("gap")
    ]
    middle = rng.choice([instant(event["recordedtime"]) for event in events])
    then = rng.choice([*due, far])
    for until in (far, then, then - TICK, middle):
        yield Question(seed=seed, kind=kind, events=events, until=until, policy=policy)


def explain(question: Question) -> str:
    """Show the smallest history, and what each of the two says."""
    smallest = shrunk(question.events, question.differs)
    expected, actual = question.answers(smallest)
    return "\n".join(
        [
            f"seed {question.seed}, {question.kind}, policy {question.policy}",
            f"until {question.until.isoformat()}",
            *(short(line) for line in lines(smallest)),
            *(f"  both       {line}" for line in expected if line in actual),
            *(f"  reference  {line}" for line in expected if line not in actual),
            *(f"  production {line}" for line in actual if line not in expected),
        ]
    )


def short(line: str) -> str:
    event = loads(line)
    type_name = event["type"].removeprefix("mentoring.")
    return (
        f"{event['sequence'].lstrip('0')} {type_name} "
        f"recorded {event['recordedtime']} happened {event['time']} {dumps(event['data'])}"
    )


def main() -> int:
    parser = ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    given = parser.parse_args()
    end, seed, asked = monotonic() + given.seconds, given.seed, 0
    while monotonic() < end:
        for question in questions(seed, given.kinds):
            asked += 1
            if question.differs(question.events):
                sys.stdout.write(f"{explain(question)}\n")
                return 1
        seed += 1
    sys.stdout.write(f"{seed - given.seed} histories, {asked} comparisons, no difference\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
