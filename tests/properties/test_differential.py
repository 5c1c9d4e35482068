"""The fold, the fold as it lives, and the reference say the same; long runs go by hand."""

from datetime import UTC, datetime

import pytest

from tests.properties.differential import explain, questions
from tests.support.folds import production, reference
from tests.support.histories.bulk import bulk
from tests.support.histories.wire import lines

FAR = datetime(2028, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "histories"), [("hostile", 30), ("wild", 20), ("realistic", 4)])
def test_all_three_say_the_same(kind: str, histories: int) -> None:
    for seed in range(histories):
        for question in questions(seed, [kind]):
            assert not question.differs(question.events), explain(question)


def test_the_fold_agrees_with_the_reference_in_many_zones() -> None:
    streams = list(bulk(420, seed=7))[::30]
    told = [line for stream in streams for line in lines(stream)]
    assert production(told, FAR) == reference(told, FAR)
