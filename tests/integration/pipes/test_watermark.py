"""A watermark is never ahead of an event that has not been said."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random

import msgspec

from shared.database import Connection, connect
from shared.event_store.store import append_many
from shared.events.enrollment import TOPIC
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import read_event
from shared.settings import DatabaseSettings, KafkaSettings
from shared.watermark import Watermark
from tests.support.eventually import eventually
from tests.support.pipes import records, relay
from tests.support.programs import addition


def test_time_stands_still_behind_an_open_transaction_of_any_database(
    speaking: DatabaseSettings, hearing: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    with relay(speaking, kafka), connect(hearing.url) as elsewhere:
        eventually(lambda: watermarks(kafka))
        with elsewhere.transaction():
            elsewhere.execute("SELECT pg_current_xact_id()")
            (hidden,) = append_many(said_in, [addition("program-1", 0)])
            said_before = len(watermarks(kafka))
            # Time enough for a relay that is wrong to say so.
            eventually(lambda: _later(said_in, hidden.recorded_at, seconds=2.5))
            assert all(mark.through < hidden.recorded_at for mark in watermarks(kafka))
            assert len(watermarks(kafka)) <= said_before + 1
        eventually(lambda: watermarks(kafka)[-1].through > hidden.recorded_at)
        assert sum(watermarks(kafka)[-1].offsets.values()) == 1


def test_whatever_was_recorded_before_a_watermark_lies_below_its_offsets(
    speaking: DatabaseSettings, kafka: KafkaSettings
) -> None:
    with relay(speaking, kafka), ThreadPoolExecutor(4) as writers:
        written = sum(writers.map(lambda seed: _write(speaking.url, seed), range(4)))
        eventually(lambda: sum(watermarks(kafka)[-1].offsets.values()) == written)

    said = [read_event(raw) for raw in records(kafka, TOPIC)]
    marks = watermarks(kafka)
    assert len(marks) > 3
    for mark in marks:
        known = {fact.id for fact in said if fact.offset < mark.offsets[fact.partition]}
        assert {fact.id for fact in said if fact.recorded_at < mark.through} <= known


def watermarks(kafka: KafkaSettings) -> Sequence[Watermark]:
    values = [raw.value or b"" for raw in records(kafka, WATERMARKS_TOPIC)]
    return [msgspec.json.decode(value, type=Watermark) for value in values]


def _later(connection: Connection, than: object, seconds: float) -> bool:
    row = connection.execute(
        "SELECT clock_timestamp() > %s + make_interval(secs => %s)", (than, seconds)
    ).fetchone()
    return row == (True,)


def _write(database_url: str, seed: int) -> int:
    """Append now and then, in transactions that take their number long before they end."""
    random = Random(seed)  # noqa: S311
    with connect(database_url) as connection:
        for number in range(40):
            with connection.transaction():
                append_many(connection, [addition(f"program-{seed}-{number}", 0)])
                connection.execute("SELECT pg_sleep(%s)", (random.random() / 20,))
    return 40
