"""What holds of the fold whatever happened: prefixes, batches, duplicates, other partnerships."""

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference.facts import instant
from tests.support.folds import Fold, production, reference
from tests.support.histories.bulk import bulk, interleaved
from tests.support.histories.strategies import HOSTILE, REALISTIC, WILD
from tests.support.histories.wire import Wire, lines
from tests.support.living import live

ANY = instant("2027-06-01T00:00:00Z")
HISTORIES = st.one_of(HOSTILE, WILD, REALISTIC)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def some_until(events: list[Wire], rng: Random) -> datetime:
    return rng.choice([ANY, *(instant(event["recordedtime"]) for event in events)])


@pytest.mark.parametrize("fold", [production, reference])
@given(events=HISTORIES, rng=st.randoms(use_true_random=False))
@FEW
def test_an_earlier_until_says_a_prefix(fold: Fold, events: list[Wire], rng: Random) -> None:
    until = some_until(events, rng)
    later = fold(lines(events), until + timedelta(days=rng.randrange(200)), None)
    earlier = fold(lines(events), until, None)
    assert later[: len(earlier)] == earlier


@given(events=HISTORIES, rng=st.randoms(use_true_random=False))
@FEW
def test_it_does_not_matter_when_the_case_is_stored_and_woken(
    events: list[Wire], rng: Random
) -> None:
    until = some_until(events, rng) + timedelta(days=rng.randrange(200))
    assert live(lines(events), until) == production(lines(events), until)


@given(events=HISTORIES, rng=st.randoms(use_true_random=False))
@FEW
def test_duplicates_change_nothing(events: list[Wire], rng: Random) -> None:
    told = list(events)
    for _ in range(min(5, len(events))):
        place = rng.randrange(len(told))
        told.insert(rng.randrange(place + 1, len(told) + 1), told[place])
    until = some_until(events, rng) + timedelta(days=100)
    assert production(lines(told), until) == production(lines(events), until)


@given(rng=st.randoms(use_true_random=False))
@FEW
def test_the_order_across_partnerships_changes_nothing(rng: Random) -> None:
    streams = list(bulk(6, seed=rng.randrange(1000)))
    apart = production([line for stream in streams for line in lines(stream)], ANY)
    assert production(lines(interleaved(streams, rng)), ANY) == apart
