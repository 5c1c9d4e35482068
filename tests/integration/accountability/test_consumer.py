"""The tables are the fold of the journal, however it was heard."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from services.accountability.derive import derive
from shared.database import Connection, connect
from shared.events.accountability import VOCABULARY
from shared.events.event import canonical
from shared.vocabulary import decode
from tests.integration.accountability.feeding import feed, feed_in_batches, let_time_pass, raw
from tests.reference.facts import instant
from tests.support.histories.bulk import bulk, interleaved
from tests.support.histories.places import TICK
from tests.support.histories.wire import Wire, lines, written

UNTIL = datetime(2028, 3, 1, tzinfo=UTC)


def recorded(connection: Connection) -> list[bytes]:
    """Write the recorded events as `derive` writes them."""
    rows = connection.execute(
        """
        SELECT 'mentoring.' || type || '.v1', type, data::text
        FROM events
        ORDER BY stream, version
        """
    )
    return [
        canonical({"data": decode(name, data, VOCABULARY), "type": type_}) + b"\n"
        for name, type_, data in rows
    ]


def some_events(rng: Random) -> list[Wire]:
    return list(interleaved(list(bulk(25, 11)), rng))


def known_at(event: Wire) -> datetime:
    return instant(event["recordedtime"])


def derived(events: list[Wire]) -> list[bytes]:
    return list(derive([line.encode() for line in lines(events)], UNTIL))


def test_recorded_alerts_are_the_derived_ones(fresh_database: Callable[[str], str]) -> None:
    rng = Random(7)  # noqa: S311
    events = some_events(rng)
    with connect(fresh_database("accountability")) as connection:
        records = [raw(event, offset) for offset, event in enumerate(events)]
        feed_in_batches(connection, records, rng)
        let_time_pass(connection, UNTIL)
        assert recorded(connection) == derived(events)
    assert len(derived(events)) > 100


def test_alerts_are_raised_as_time_passes_between_the_facts(
    fresh_database: Callable[[str], str],
) -> None:
    events = sorted(some_events(Random(8)), key=known_at)  # noqa: S311
    with connect(fresh_database("accountability")) as connection:
        for start in range(0, len(events), 100):
            batch = events[start : start + 100]
            let_time_pass(connection, known_at(batch[0]) - TICK)
            feed(connection, [raw(event, start + n) for n, event in enumerate(batch)])
        let_time_pass(connection, UNTIL)
        assert recorded(connection) == derived(events)


def test_time_stands_still_for_an_import_that_was_heard_by_half(
    fresh_database: Callable[[str], str],
) -> None:
    imported_at = datetime(2028, 1, 1, tzinfo=UTC)
    (history,) = bulk(1, 13)
    records = [
        raw({**event, "importedtime": written(imported_at)}, offset)
        for offset, event in enumerate(history)
    ]
    with connect(fresh_database("accountability")) as connection:
        for half in (records[:20], records[20:]):
            feed(connection, half)
            let_time_pass(connection, imported_at)
        let_time_pass(connection, UNTIL)
        assert recorded(connection) == derived(history)
