"""Each promise of a port is held against what stands in for it and against the real thing."""

from collections.abc import Callable, Iterator

import pytest

from tests.simulation.places import MemoryPlace, Place, database_place


@pytest.fixture(params=["memory", "postgres"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "memory":
        yield MemoryPlace()
        return
    fresh_database: Callable[[str], str] = request.getfixturevalue("fresh_database")
    with database_place(fresh_database("partnerships")) as found:
        yield found
