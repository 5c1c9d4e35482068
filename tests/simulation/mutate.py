"""`python -m tests.simulation.mutate [WORD...]`: how soon each deliberate bug is found.

One that is not found says that the simulation does not look there.
"""

import logging
import sys

from tests.simulation.mutating import mutated
from tests.simulation.mutations import MUTATIONS
from tests.simulation.search import first_failure

_MOST_RUNS = 1_000


def main(names: list[str]) -> int:
    logging.disable(logging.CRITICAL)
    missed = 0
    for mutation in MUTATIONS:
        if names and not any(name in mutation.name for name in names):
            continue
        with mutated(mutation):
            found = first_failure(seed=1, runs=_MOST_RUNS)
        missed += found is None
        told = "not found" if found is None else f"run {found.number}: {found.what}"
        sys.stdout.write(f"{mutation.name}: {told}\n")
        sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
