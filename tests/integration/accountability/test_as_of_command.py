"""`mentoring as-of`, as operators read it."""

from tests.integration.accountability.conftest import Service
from tests.integration.accountability.pair import Pair
from tests.reference.facts import instant
from tests.support.commands import run


def test_ids_and_instants_are_whole_where_nobody_says_how_wide_it_is(
    service: Service, pair: Pair
) -> None:
    service.pass_until(instant("2027-02-14T00:00:00Z"))
    shown = run("as-of", "2027-02-13T00:00:00Z", "--database", service.url).stdout
    assert pair.partnership_id in shown
    assert "…" not in shown
