"""Histories for hypothesis: the same generators, fed by its own randomness."""

from random import Random

from hypothesis import strategies as st

from tests.support.histories.hostile import disturbed, hostile
from tests.support.histories.places import some_place
from tests.support.histories.realistic import realistic
from tests.support.histories.wire import Wire, identity

RANDOMS = st.randoms(use_true_random=False)


def told(rng: Random) -> list[Wire]:
    place = some_place(rng)
    return realistic(rng, identity("p1"), place.zone, place.first)


REALISTIC = RANDOMS.map(told)
HOSTILE = RANDOMS.map(lambda rng: hostile(rng, identity("p1")))
WILD = RANDOMS.map(lambda rng: disturbed(rng, hostile(rng, identity("p1"), wild=True)))
