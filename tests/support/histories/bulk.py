"""`python -m tests.support.histories.bulk 2000 7 > events.jsonl`: many partnerships, all zones."""

import sys
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from random import Random
from uuid import UUID

from tests.support.histories.realistic import realistic
from tests.support.histories.wire import Wire, lines

FIRST = date(2026, 1, 1)


def zones() -> list[str]:
    return files("tzdata").joinpath("zones").read_text(encoding="ascii").split()


def bulk(partnerships: int, seed: int) -> Iterator[list[Wire]]:
    """Tell one stream after the other; zone follows zone, so 600 partnerships see them all."""
    rng, names = Random(seed), zones()  # noqa: S311
    for number in range(partnerships):
        partnership_id = str(UUID(int=rng.getrandbits(128), version=4))
        yield realistic(rng, partnership_id, names[number % len(names)], FIRST)


def interleaved(streams: list[list[Wire]], rng: Random) -> Iterator[Wire]:
    """Mix the streams, each in its own order."""
    turns = [number for number, stream in enumerate(streams) for _ in stream]
    rng.shuffle(turns)
    places = [iter(stream) for stream in streams]
    for turn in turns:
        yield next(places[turn])


if __name__ == "__main__":
    for told in bulk(int(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.write("".join(f"{line}\n" for line in lines(told)))
