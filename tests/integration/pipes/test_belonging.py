"""A relay or consumer whose database and Kafka do not belong together says so, and does nothing."""

import os
import subprocess
import sys
from contextlib import closing
from threading import Event, Timer

import pytest
from kafka import KafkaAdminClient
from prometheus_client import CollectorRegistry

from shared.consumer import Consumer
from shared.consumer_metrics import ConsumerMetrics
from shared.database import Connection
from shared.event_store.store import append_many
from shared.events.enrollment import SOURCE, TOPIC
from shared.home import StrayedError
from shared.kafka.client import end_offsets
from shared.kafka.producer import Producer
from shared.outbox import Outbox
from shared.relay import Relay
from shared.relay_metrics import RelayMetrics
from shared.relaying import Relaying
from shared.settings import DatabaseSettings, KafkaSettings
from shared.topics import ensure_topics
from shared.unsaid import UnsaidRows
from tests.support.eventually import eventually
from tests.support.pipes import SPEAKER, Ears, consumer, hears, records, relay
from tests.support.programs import addition


def run_relay(database: DatabaseSettings, kafka: KafkaSettings) -> None:
    metrics = RelayMetrics(CollectorRegistry())
    _run(Relay(speaker=SPEAKER, database=database, kafka=kafka, metrics=metrics))


def run_consumer(database: DatabaseSettings, kafka: KafkaSettings) -> None:
    metrics = ConsumerMetrics(CollectorRegistry())
    _run(Consumer(hearing=hears([TOPIC]), database=database, kafka=kafka, metrics=metrics))


def _run(process: Relay | Consumer) -> None:
    """One that should refuse to run, and does run, is stopped after a while."""
    stop = Event()
    timer = Timer(30, stop.set)
    timer.start()
    try:
        process.run(stop)
    finally:
        timer.cancel()


def say_and_hear(
    speaking: DatabaseSettings, hearing: DatabaseSettings, kafka: KafkaSettings
) -> None:
    ears = Ears()
    with relay(speaking, kafka), consumer(hears([TOPIC], ears), hearing, kafka):
        eventually(lambda: len(ears.facts) == 3, seconds=60)


def make_anew(kafka: KafkaSettings) -> None:
    name = kafka.topic_prefix + TOPIC
    with closing(KafkaAdminClient(bootstrap_servers=list(kafka.bootstrap_servers))) as admin:
        admin.delete_topics([name])
        eventually(lambda: name not in admin.list_topics(), seconds=60)
    ensure_topics(kafka)


@pytest.fixture
def said(said_in: Connection) -> None:
    append_many(said_in, [addition("program-1", 0, events=3)])


@pytest.mark.usefixtures("said")
def test_a_topic_that_was_made_anew_is_another(
    speaking: DatabaseSettings, hearing: DatabaseSettings, kafka: KafkaSettings
) -> None:
    say_and_hear(speaking, hearing, kafka)
    make_anew(kafka)
    with pytest.raises(StrayedError, match=r"made anew.*mentoring refill"):
        run_relay(speaking, kafka)
    with pytest.raises(StrayedError, match=r"made anew.*mentoring refill"):
        run_consumer(hearing, kafka)


@pytest.mark.usefixtures("said")
def test_a_relay_that_is_running_notices_where_its_records_come_to_lie(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    producer = Producer(kafka)
    outbox = Outbox(UnsaidRows(speaking.url, SOURCE))
    said_before = dict.fromkeys(end_offsets(kafka, TOPIC), 1000)
    metrics = RelayMetrics(CollectorRegistry())
    relaying = Relaying(SPEAKER, outbox, producer, said_before, metrics)
    with closing(outbox), closing(producer), pytest.raises(StrayedError, match="has lost records"):
        eventually(relaying.step, seconds=60)
    assert said_in.execute("SELECT position FROM relay").fetchone() == (0,)


@pytest.mark.usefixtures("said")
def test_a_position_behind_the_end_of_a_partition_is_no_position(
    speaking: DatabaseSettings,
    hearing: DatabaseSettings,
    heard_in: Connection,
    kafka: KafkaSettings,
) -> None:
    say_and_hear(speaking, hearing, kafka)
    heard_in.execute('UPDATE positions SET "offset" = "offset" + 1')
    with pytest.raises(StrayedError, match=r"Kafka has lost records.*refill --again"):
        run_consumer(hearing, kafka)


def test_nothing_runs_on_a_database_that_was_restored_elsewhere(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    said_in.execute("UPDATE home SET cluster = 'another'")
    with pytest.raises(StrayedError, match=r"another cluster.*mentoring restored"):
        run_relay(speaking, kafka)
    with pytest.raises(StrayedError, match=r"another cluster.*mentoring restored"):
        run_consumer(speaking, kafka)


@pytest.mark.parametrize("process", ["web", "relay"])
def test_a_process_ends_and_tells_what_to_type(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings, process: str
) -> None:
    said_in.execute("UPDATE home SET cluster = 'another'")
    environment = {
        "DATABASE_URL": speaking.url,
        "KAFKA_BOOTSTRAP_SERVERS": ",".join(kafka.bootstrap_servers),
        "KAFKA_TOPIC_PREFIX": kafka.topic_prefix,
        "JWT_ISSUER": "http://127.0.0.1:1",
        "JWT_AUDIENCE": "nobody",
        "PORT": "0",
    }
    command = [sys.executable, "-m", "services.enrollment", process]
    done = subprocess.run(
        command, env={**os.environ, **environment}, check=False, capture_output=True, timeout=60
    )
    assert done.returncode == 1
    assert b"mentoring restored" in done.stdout + done.stderr
    assert b"Traceback" not in done.stdout + done.stderr


@pytest.mark.usefixtures("said")
def test_a_new_database_does_not_speak_where_another_has_spoken(
    speaking: DatabaseSettings, hearing: DatabaseSettings, kafka: KafkaSettings
) -> None:
    say_and_hear(speaking, hearing, kafka)
    with pytest.raises(StrayedError, match=r"program-1 version 3.*mentoring rebuild"):
        run_relay(hearing, kafka)
    assert len(records(kafka, TOPIC)) == 3


@pytest.mark.usefixtures("said")
def test_a_replica_takes_over_if_it_has_lost_nothing(
    speaking: DatabaseSettings,
    hearing: DatabaseSettings,
    said_in: Connection,
    kafka: KafkaSettings,
) -> None:
    say_and_hear(speaking, hearing, kafka)
    said_in.execute("UPDATE home SET timeline = 'an earlier one'")
    append_many(said_in, [addition("program-1", 3)])
    with relay(speaking, kafka):
        eventually(lambda: len(records(kafka, TOPIC)) == 4, seconds=60)
    assert said_in.execute("SELECT timeline FROM home").fetchone() != ("an earlier one",)


@pytest.mark.usefixtures("said")
def test_a_cluster_that_was_set_back_does_not_speak_before_it_knows_what_it_had_said(
    speaking: DatabaseSettings,
    hearing: DatabaseSettings,
    said_in: Connection,
    kafka: KafkaSettings,
) -> None:
    say_and_hear(speaking, hearing, kafka)
    said_in.execute("UPDATE home SET timeline = 'an earlier one'")
    lose_last_event(said_in)
    with pytest.raises(StrayedError, match="was set back"):
        run_relay(speaking, kafka)


def lose_last_event(connection: Connection) -> None:
    connection.execute("GRANT DELETE ON events TO CURRENT_USER")
    connection.execute("ALTER TABLE events DISABLE TRIGGER events_are_immutable")
    connection.execute("DELETE FROM events WHERE version = 3")
    connection.execute("ALTER TABLE events ENABLE TRIGGER events_are_immutable")
