"""What is looked up is true: what waits, how far, and nothing of what was rolled back."""

from datetime import datetime, timedelta

import psycopg
from prometheus_client import Metric

from shared.clock import now
from shared.consumer_lag import consumer_lag
from shared.consumer_metrics import consumer_state
from shared.database import Connection
from shared.event_store.store import append_many
from shared.events.enrollment import TOPIC
from shared.kafka.client import BrokerError
from shared.kafka.ends import Ends
from shared.kafka.producer import Producer
from shared.observed import Observed
from shared.relay_metrics import relay_state
from shared.settings import DatabaseSettings, KafkaSettings
from tests.support.eventually import eventually
from tests.support.metrics import values
from tests.support.pipes import Voice, consumer, hears, relay
from tests.support.programs import addition

NOWHERE = DatabaseSettings(url="postgresql://nobody@127.0.0.1:1/nothing")


def rolled_back(connection: Connection) -> None:
    with connection.transaction(force_rollback=True):
        append_many(connection, [addition("program-9", 0, events=5)])


def test_a_relays_lag_is_what_waits_and_not_what_was_rolled_back(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    append_many(said_in, [addition("program-1", 0, events=3)])
    rolled_back(said_in)
    before = values(relay_state(said_in))
    assert before["mentoring_relay_lag_records event"] == 3
    assert before["mentoring_relay_lag_seconds"] > 0
    with relay(speaking, kafka):
        eventually(lambda: has_caught_up(said_in), 60)
    after = values(relay_state(said_in))
    assert after["mentoring_relay_lag_seconds"] == 0
    assert after["mentoring_relay_fence"] == 1
    age = now().timestamp() - after["mentoring_relay_watermark_timestamp_seconds"]
    assert 0 < age < 60


def has_caught_up(connection: Connection) -> bool:
    found = values(relay_state(connection))
    waits = found["mentoring_relay_lag_records event"]
    return waits == 0 and "mentoring_relay_watermark_timestamp_seconds" in found


def test_an_open_transaction_shows_its_age(speaking: DatabaseSettings, said_in: Connection) -> None:
    with psycopg.connect(speaking.url) as other:
        other.execute("SELECT pg_current_xact_id()")
        assert values(relay_state(said_in))["mentoring_relay_oldest_transaction_seconds"] > 0
        other.rollback()
    assert values(relay_state(said_in))["mentoring_relay_oldest_transaction_seconds"] == 0


def test_an_open_transaction_holds_the_time_that_is_shown(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    with psycopg.connect(speaking.url) as other, relay(speaking, kafka):
        other.execute("SELECT pg_current_xact_id()")
        opened = now()
        eventually(lambda: looked_after(said_in, opened + timedelta(seconds=2)), 60)
        shown = values(relay_state(said_in)).get("mentoring_relay_watermark_timestamp_seconds", 0)
        assert shown <= opened.timestamp()
        other.rollback()
        eventually(lambda: has_caught_up(said_in), 60)


def looked_after(connection: Connection, instant: datetime) -> bool:
    """Whether the relay has taken a mark since."""
    row = connection.execute(
        "SELECT coalesce(through > %s, false) FROM relay", (instant,)
    ).fetchone()
    return bool(row and row[0])


def test_a_consumers_lag_is_what_kafka_has_and_it_has_not(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings
) -> None:
    ends = Ends(kafka)
    look = consumer_lag(ends)
    producer = Producer(kafka)
    voice = Voice(producer=producer)
    with consumer(hears([TOPIC]), hearing, kafka):
        voice.says("program-1", 1)
        eventually(lambda: heard_in.execute("SELECT FROM journal").fetchall(), 60)
    assert sum(values(look(heard_in)).values()) == 0
    voice.says("program-1", 2)
    voice.says("program-2", 1)
    producer.close()
    assert sum(values(look(heard_in)).values()) == 2
    ends.close()


def test_what_is_parked_is_counted_by_streams_and_by_events(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings
) -> None:
    producer = Producer(kafka)
    voice = Voice(producer=producer)
    for stream, version in (("program-1", 2), ("program-1", 3), ("program-2", 5)):
        voice.says(stream, version)
    producer.close()
    with consumer(hears([TOPIC]), hearing, kafka):
        eventually(lambda: parked(heard_in) == (2, 3), 60)


def parked(connection: Connection) -> tuple[float, float]:
    found = values(consumer_state(connection))
    names = ("streams", "records")
    streams, records = (found[f"mentoring_consumer_parked_{name}"] for name in names)
    return streams, records


def test_without_its_server_a_look_is_left_out_and_it_says_so(hearing: DatabaseSettings) -> None:
    nothing = values(Observed(database=NOWHERE, looks=[consumer_state]).collect())
    assert nothing == {"mentoring_observed": 0}
    half = values(Observed(database=hearing, looks=[consumer_state, without_broker]).collect())
    assert half["mentoring_observed"] == 0
    assert half["mentoring_consumer_parked_streams"] == 0
    whole = values(Observed(database=hearing, looks=[consumer_state]).collect())
    assert whole["mentoring_observed"] == 1


def without_broker(_connection: Connection) -> list[Metric]:
    raise BrokerError
