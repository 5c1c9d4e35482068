"""What rows measure on: a durable PostgreSQL and Kafka of this run's own."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from deploy.local.databases import service_databases
from deploy.local.infrastructure import Given, Infrastructure, start_infrastructure
from deploy.local.stack import stop_together
from shared.kafka.administration import Topic, create_topics
from shared.settings import KafkaSettings
from shared.topics import TOPICS
from tests.benchmarks.rivals.venv import RIVALS
from tests.support.databases import Templates


@dataclass(frozen=True, kw_only=True)
class Bench:
    """`scale` makes everything smaller: 1 is the whole, a smoke test has a hundredth of it."""

    servers: Infrastructure
    templates: Templates
    rounds: int
    scale: float
    minutes: float
    kept: dict[str, str] = field(default_factory=dict)

    def scaled(self, number: int) -> int:
        return max(1, int(number * self.scale))

    @contextmanager
    def database(self, service: str) -> Iterator[str]:
        url = self.templates.clone(service)
        try:
            yield url
        finally:
            self.templates.drop(url)

    def kept_database(self, name: str, make: Callable[[str], None]) -> str:
        """A database of accountability that takes long to make: whoever asks later has it too."""
        if name not in self.kept:
            url = self.templates.clone("accountability")
            make(url)
            self.kept[name] = url
        return self.kept[name]

    def topics(self, partitions: int = 6) -> KafkaSettings:
        """Make topics that nobody else has."""
        servers = tuple(self.servers.kafka_bootstrap_servers.split(","))
        settings = KafkaSettings(bootstrap_servers=servers, topic_prefix=f"b{token_hex(4)}_")
        wanted = [
            Topic(name=topic.name, partitions=min(partitions, topic.partitions), configs={})
            for topic in TOPICS
        ]
        create_topics(settings, wanted)
        return settings

    def rival(self, script: str, *arguments: object) -> str:
        """Run a script of another library's, in that library's own environment."""
        command = [str(RIVALS.python), str(RIVALS.folder / script), *map(str, arguments)]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def bench(*, rounds: int, scale: float, minutes: float, given: Given) -> Iterator[Bench]:
    folder = Path(tempfile.mkdtemp(prefix="mentoring-bench-"))
    folder.chmod(0o711)
    servers = start_infrastructure(folder / "servers", given)
    try:
        servers.wait_for_postgres()
        servers.wait_for_kafka()
        databases = service_databases(folder, prefix=f"b{token_hex(4)}_")
        templates = Templates(admin_url=servers.postgres_url, templates=databases)
        yield Bench(
            servers=servers, templates=templates, rounds=rounds, scale=scale, minutes=minutes
        )
    finally:
        stop_together(servers.children)
        shutil.rmtree(folder)
