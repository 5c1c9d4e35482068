"""Three databases and topics of the test's own, and the options that tell commands of them."""

from collections.abc import Callable, Mapping, Sequence
from secrets import token_hex

import pytest

from deploy.local.databases import SERVICES
from shared.settings import KafkaSettings
from shared.topics import ensure_topics


@pytest.fixture
def databases(fresh_database: Callable[[str], str]) -> Mapping[str, str]:
    return {service: fresh_database(service) for service in SERVICES}


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    settings = KafkaSettings(bootstrap_servers=(kafka_bootstrap,), topic_prefix=f"t{token_hex(4)}.")
    ensure_topics(settings)
    return settings


@pytest.fixture
def stores(databases: Mapping[str, str]) -> Sequence[str]:
    return [f"--{service}-database={url}" for service, url in databases.items()]


@pytest.fixture
def places(stores: Sequence[str], kafka: KafkaSettings) -> Sequence[str]:
    servers = ",".join(kafka.bootstrap_servers)
    return [*stores, f"--kafka={servers}", f"--topic-prefix={kafka.topic_prefix}"]
