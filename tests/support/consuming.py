"""The consumer's process of accountability, hearing what a test says in topics of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.local.child import Child, Program, start
from shared.database import Connection, connect
from shared.events.accountability import VOCABULARY
from shared.events.event import canonical
from shared.settings import KafkaSettings
from shared.vocabulary import decode


@dataclass(kw_only=True)
class Accountability:
    """The consumer's process, and the database that it writes."""

    program: Program
    folder: Path
    connection: Connection
    running: Child

    def kill_and_start(self) -> None:
        self.running.kill()
        self.running = start(self.program, self.folder)

    def heard(self) -> int:
        row = self.connection.execute("SELECT count(*) FROM journal").fetchone()
        return row[0] if row else 0

    def has_reached(self, through: datetime) -> bool:
        rows = self.connection.execute("SELECT through FROM positions WHERE topic LIKE '%partn%'")
        reached = [row[0] for row in rows]
        return bool(reached) and all(at is not None and at >= through for at in reached)

    def recorded(self) -> bytes:
        """The recorded events as `derive` writes them."""
        rows = self.connection.execute(
            "SELECT stream, type, data::text FROM events ORDER BY version"
        )
        said = [
            (stream, {"data": decode(f"mentoring.{name}.v1", data, VOCABULARY), "type": name})
            for stream, name, data in rows
        ]
        return b"".join(canonical(each) + b"\n" for _, each in sorted(said, key=lambda s: s[0]))


@contextmanager
def consuming(url: str, kafka: KafkaSettings, folder: Path) -> Iterator[Accountability]:
    program = Program(
        name="accountability-consumer",
        command=[sys.executable, "-m", "services.accountability", "consumer"],
        environment={
            "DATABASE_URL": url,
            "KAFKA_BOOTSTRAP_SERVERS": ",".join(kafka.bootstrap_servers),
            "KAFKA_TOPIC_PREFIX": kafka.topic_prefix,
        },
    )
    with connect(url) as connection:
        running = start(program, folder)
        it = Accountability(program=program, folder=folder, connection=connection, running=running)
        yield it
        it.running.stop()
