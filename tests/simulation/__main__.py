"""`python -m tests.simulation --minutes 5 --seed 1`: search for long, stop at the first failure.

`--choices HEX` repeats one run, as a failure prints it.
"""

import logging
import sys
from argparse import ArgumentParser
from itertools import count
from time import monotonic

from tests.simulation.run import run
from tests.simulation.search import choices_of, error_of, shrunk


def search(seed: int, minutes: float) -> int:
    began, calls = monotonic(), 0
    for number in count():
        passed = monotonic() - began
        if passed > minutes * 60:
            break
        choices = choices_of(seed, number)
        if error_of(choices) is not None:
            return _explain(seed, number, choices)
        calls += 1
        if number % 500 == 499:
            sys.stderr.write(f"{number + 1} runs, {(number + 1) / passed:.0f} a second\n")
    sys.stdout.write(f"seed {seed}: {calls} runs in {minutes} minutes, nothing found\n")
    return 0


def _explain(seed: int, number: int, choices: bytes) -> int:
    sys.stderr.write(f"seed {seed}: run {number} fails; looking for a smaller one\n")
    smallest = shrunk(choices)
    sys.stdout.write(f"{error_of(smallest)}\nseed {seed}, run {number}, smallest:\n")
    sys.stdout.write(f"--choices {smallest.hex()}\n")
    return 1


def main() -> int:
    parser = ArgumentParser()
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--choices", type=bytes.fromhex)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if given.choices is not None:
        sys.stdout.write("\n".join(run(given.choices).trace) + "\n")
        return 0
    return search(given.seed, given.minutes)


if __name__ == "__main__":
    sys.exit(main())
