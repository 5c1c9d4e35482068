"""Relays, consumers, folds and clients interleave in every way, fail and die: nothing is lost.

The search has teeth: deliberate bugs are found. `README.md` lists more, and the long search.
"""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import binary

from tests.simulation.mutating import mutated
from tests.simulation.mutations import MUTATIONS
from tests.simulation.run import run
from tests.simulation.search import LENGTH, first_failure


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """What goes wrong on purpose is not told."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@given(binary(min_size=LENGTH // 2, max_size=LENGTH))
@settings(
    max_examples=250,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_whatever_happens_nothing_is_lost_doubled_or_told_falsely(choices: bytes) -> None:
    run(choices)


@pytest.mark.parametrize(
    "name",
    [
        "the relay's fence is left out",
        "read up to the newest transaction, not the oldest open one",
        "the order of positions alone",
    ],
)
def test_a_deliberate_bug_is_found_soon(name: str) -> None:
    (mutation,) = (each for each in MUTATIONS if each.name == name)
    with mutated(mutation):
        assert first_failure(seed=1, runs=100) is not None
