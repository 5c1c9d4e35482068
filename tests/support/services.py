"""Relays and consumers of the three services, in threads of the test; and the command line."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from click.testing import CliRunner, Result
from prometheus_client import CollectorRegistry

from cli.main import main
from services.accountability.__main__ import SPEAKER as ACCOUNTABILITY
from services.accountability.hearing import HEARING as ACCOUNTABILITY_HEARS
from services.enrollment.__main__ import SPEAKER as ENROLLMENT
from services.partnerships.__main__ import SPEAKER as PARTNERSHIPS
from services.partnerships.consumer import HEARING as PARTNERSHIPS_HEARS
from shared.consumer import Consumer
from shared.consumer_metrics import ConsumerMetrics
from shared.relay import Relay
from shared.relay_metrics import RelayMetrics
from shared.settings import DatabaseSettings, KafkaSettings
from tests.support.pipes import running

SPEAKERS = {
    "enrollment": ENROLLMENT,
    "partnerships": PARTNERSHIPS,
    "accountability": ACCOUNTABILITY,
}
HEARINGS = {"partnerships": PARTNERSHIPS_HEARS, "accountability": ACCOUNTABILITY_HEARS}


def relay_of(service: str, url: str, kafka: KafkaSettings) -> Relay:
    return Relay(
        speaker=SPEAKERS[service],
        database=DatabaseSettings(url=url),
        kafka=kafka,
        metrics=RelayMetrics(CollectorRegistry()),
    )


def consumer_of(service: str, url: str, kafka: KafkaSettings) -> Consumer:
    return Consumer(
        hearing=HEARINGS[service],
        database=DatabaseSettings(url=url),
        kafka=kafka,
        metrics=ConsumerMetrics(CollectorRegistry()),
    )


@contextmanager
def processes(databases: Mapping[str, str], kafka: KafkaSettings) -> Iterator[None]:
    """Run the relay and the consumer of each service that has a database."""
    with ExitStack() as all_of_them:
        for service, url in databases.items():
            all_of_them.enter_context(running(relay_of(service, url, kafka)))
            if service in HEARINGS:
                all_of_them.enter_context(running(consumer_of(service, url, kafka)))
        yield


def mentoring(
    databases: Mapping[str, str], kafka: KafkaSettings, *arguments: str, as_: str = "olga"
) -> Result:
    places = [each for name, url in databases.items() for each in (f"--{name}-database", url)]
    servers = ["--kafka", ",".join(kafka.bootstrap_servers), "--topic-prefix", kafka.topic_prefix]
    return CliRunner().invoke(main, [*arguments, "--as", as_, *places, *servers])


def answered(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
