"""What holds of the fold whatever happened: prefixes, batches, duplicates, other partnerships.

A seed is all that hypothesis chooses: a history is thousands of choices, and leaving one out makes
another history and not a smaller one. The smallest history that shows a fault is `shrink.py`'s.
"""

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.differential import KINDS, history
from tests.reference.facts import instant
from tests.support.folds import Fold, gap, production, reference
from tests.support.histories.bulk import bulk, interleaved
from tests.support.histories.wire import Wire, lines
from tests.support.living import live

ANY = instant("2027-06-01T00:00:00Z")
SEEDS = st.integers(min_value=0, max_value=2**32)
FEW = settings(max_examples=40, deadline=None, derandomize=True)


def some_history(rng: Random) -> list[Wire]:
    return history(rng, rng.choice(KINDS))


def some_until(events: list[Wire], rng: Random) -> datetime:
    return rng.choice([ANY, *(instant(event["recordedtime"]) for event in events)])


@pytest.mark.parametrize("fold", [production, reference])
@given(seed=SEEDS)
@FEW
def test_an_earlier_until_says_a_prefix(fold: Fold, seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    events = some_history(rng)
    until = some_until(events, rng)
    later = fold(lines(events), until + timedelta(days=rng.randrange(200)), None)
    earlier = fold(lines(events), until, None)
    assert gap(later) or later[: len(earlier)] == earlier


@given(seed=SEEDS)
@FEW
def test_a_later_until_still_finds_the_gap(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    events = some_history(rng)
    until = some_until(events, rng)
    earlier = production(lines(events), until)
    assert not gap(earlier) or production(lines(events), until + timedelta(days=200)) == earlier


@given(seed=SEEDS)
@FEW
def test_it_does_not_matter_when_the_case_is_stored_and_woken(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    events = some_history(rng)
    until = some_until(events, rng) + timedelta(days=rng.randrange(200))
    assert live(lines(events), until) == production(lines(events), until)


@given(seed=SEEDS)
@FEW
def test_duplicates_change_nothing(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    events = some_history(rng)
    told = list(events)
    for _ in range(min(5, len(events))):
        place = rng.randrange(len(told))
        told.insert(rng.randrange(place + 1, len(told) + 1), told[place])
    until = some_until(events, rng) + timedelta(days=100)
    assert production(lines(told), until) == production(lines(events), until)


@given(seed=SEEDS)
@FEW
def test_the_order_across_partnerships_changes_nothing(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    streams = list(bulk(6, seed=rng.randrange(1000)))
    apart = production([line for stream in streams for line in lines(stream)], ANY)
    assert production(lines(interleaved(streams, rng)), ANY) == apart
