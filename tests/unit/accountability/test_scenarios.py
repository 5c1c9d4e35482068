"""Every scenario, worked out by hand, is what the fold says, and what the reference says."""

from pathlib import Path

import pytest

from tests.scenarios.reading import read
from tests.support.folds import Fold, production, reference

FOLDER = Path(__file__).parents[2] / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("fold", [production, reference])
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path: Path, fold: Fold) -> None:
    scenario = read(path)
    derived = fold(scenario.lines, scenario.until, scenario.what_if)
    assert scenario.picked(derived) == scenario.expected
