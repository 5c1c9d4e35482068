"""The processes tell how they are, and when they are told to stop they leave all in order."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

from shared.database import Connection
from shared.event_store.store import append_many
from shared.settings import DatabaseSettings, KafkaSettings
from tests.support.eventually import eventually
from tests.support.programs import addition

PUBLISHED = 'mentoring_relay_published_records_total{kind="event"} 3.0'


@dataclass(frozen=True, kw_only=True)
class Process:
    running: subprocess.Popen[bytes]
    port: int

    def shows(self, path: str) -> str | None:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return str(answer.read().decode())
        except URLError:
            return None

    def stop(self) -> int:
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(20)


@contextmanager
def started(
    service: str, process: str, database: DatabaseSettings, kafka: KafkaSettings
) -> Iterator[Process]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": database.url,
        "KAFKA_BOOTSTRAP_SERVERS": ",".join(kafka.bootstrap_servers),
        "KAFKA_TOPIC_PREFIX": kafka.topic_prefix,
        "METRICS_PORT": str(port),
    }
    command = [sys.executable, "-m", f"services.{service}", process]
    with subprocess.Popen(command, env=environment) as running:
        try:
            yield Process(running=running, port=port)
        finally:
            running.kill()


def test_a_relay_is_ready_counts_and_stops(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    append_many(said_in, [addition("program-1", 0, events=3)])
    with started("enrollment", "relay", speaking, kafka) as relay:
        eventually(lambda: PUBLISHED in (relay.shows("/metrics") or ""), 30)
        assert eventually(lambda: relay.shows("/readyz"), 30) == '{"status": "ready"}'
        assert relay.stop() == 0
    assert said_in.execute("SELECT position FROM relay").fetchone() == (3,)


def test_a_relay_whose_place_was_taken_ends(
    speaking: DatabaseSettings, said_in: Connection, kafka: KafkaSettings
) -> None:
    with started("enrollment", "relay", speaking, kafka) as relay:
        eventually(lambda: relay.shows("/readyz"), 30)
        said_in.execute("UPDATE relay SET fence = fence + 1")
        assert relay.running.wait(20) == 1


def test_a_consumer_is_ready_and_stops(
    hearing: DatabaseSettings, heard_in: Connection, kafka: KafkaSettings
) -> None:
    with started("partnerships", "consumer", hearing, kafka) as consumer:
        eventually(lambda: heard_in.execute("SELECT FROM positions").fetchall(), 30)
        assert eventually(lambda: consumer.shows("/readyz"), 30) == '{"status": "ready"}'
        assert consumer.shows("/livez") == '{"status": "alive"}'
        assert consumer.stop() == 0


def test_a_process_without_its_servers_is_alive_and_not_ready(kafka: KafkaSettings) -> None:
    nowhere = DatabaseSettings(url="postgresql://nobody@127.0.0.1:1/nothing")
    with started("enrollment", "relay", nowhere, kafka) as relay:
        assert eventually(lambda: relay.shows("/livez"), 30) == '{"status": "alive"}'
        assert relay.shows("/readyz") is None
        assert relay.stop() == 0
