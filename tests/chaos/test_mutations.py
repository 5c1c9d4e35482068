"""A mutation whose text is no longer there would be tried in vain."""

import pytest

from tests.chaos.mutations import MUTATIONS, Mutation, present


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_what_a_mutation_leaves_out_is_there_once(mutation: Mutation) -> None:
    assert present(mutation), mutation.file
