"""`verify` finds nothing in what the consumer wrote, and everything that was changed behind it."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import pytest

from services.accountability.verify.verify import verify
from shared.database import connect
from tests.integration.accountability.conftest import Service
from tests.integration.accountability.feeding import feed_in_batches, let_time_pass, raw
from tests.reference.facts import instant
from tests.support.histories.bulk import bulk, interleaved


def test_the_tables_are_the_fold_of_the_journal(fresh_database: Callable[[str], str]) -> None:
    rng = Random(5)  # noqa: S311
    events = list(interleaved(list(bulk(30, 9)), rng))
    with connect(fresh_database("accountability")) as connection:
        feed_in_batches(connection, [raw(event, n) for n, event in enumerate(events)], rng)
        let_time_pass(connection, datetime(2026, 12, 24, tzinfo=UTC))
        let_time_pass(connection, datetime(2027, 12, 24, tzinfo=UTC))
        found = verify(connection)
    assert found.differences == ()
    assert found.partnerships == 30
    assert found.alert_events > 100


@pytest.mark.usefixtures("pair")
def test_handling_is_no_difference(service: Service) -> None:
    service.pass_until(instant("2027-02-07T00:00:00Z"))
    for alert in service.items("/alerts"):
        service.post(f"/alerts/{alert['alert_id']}/dismissal", {"reason": "OTHER"})
    assert verify(service.connection).differences == ()


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE alerts SET level = 'decision'", "alerts"),
        ("DELETE FROM alerts", "alerts"),
        ("UPDATE partnerships SET mood = 'on track'", "partnership"),
        ("UPDATE cases SET state = replace(state::text, '36643331', '36643332')::bytea", "case"),
        ("UPDATE participants SET mentor_id = mentee_id", "participants"),
        ("DELETE FROM participants", "participants"),
        ("DELETE FROM cases", "case"),
    ],
)
def test_what_was_changed_is_found(service: Service, change: str, where: str) -> None:
    service.pass_until(instant("2027-02-07T00:00:00Z"))
    service.connection.execute(change.encode())
    assert {found.where for found in verify(service.connection).differences} == {where}
