"""A replay catches up with a system that goes on: each pass takes what came during the last."""

import pytest

from services.accountability.replay.catching_up import while_less


@pytest.mark.parametrize(
    ("passes", "taken"),
    [
        ([0], 0),
        ([40, 9_999], 40),
        ([5_000, 800, 90, 9_999], 5_890),
        ([5_000, 4_000, 4_000, 9_999], 13_000),
        ([300, 301, 9_999], 601),
    ],
)
def test_it_goes_on_while_what_is_left_is_much_and_gets_less(passes: list[int], taken: int) -> None:
    assert while_less(iter(passes)) == taken
