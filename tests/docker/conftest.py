"""The system in containers, as the root docker-compose.yml describes it."""

import os
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_docker.plugin import Services

from deploy.local.addresses import Addresses, addresses_file, write_addresses
from deploy.local.databases import SERVICES
from deploy.local.keep import kept_port

ROOT = Path(__file__).parents[2]
PORTS = ("enrollment", "partnerships", "accountability", "issuer", "kafka")


def no_engine() -> str | None:
    """Why containers cannot be had here, or nothing."""
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=30)
        except (OSError, subprocess.SubprocessError) as reason:
            return f"no Docker engine with Compose answers: {reason}"
    return None


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """Free ones, said to Compose: what Kafka advertises must be known before it starts."""
    folder = tmp_path_factory.mktemp("ports")
    with pytest.MonkeyPatch.context() as patch:
        chosen = {name: kept_port(folder, name) for name in PORTS}
        for name, port in chosen.items():
            patch.setenv(f"{name.upper()}_PORT", str(port))
        yield chosen


@pytest.fixture(scope="module")
def docker_compose_file() -> str:
    return str(ROOT / "docker-compose.yml")


@pytest.fixture(scope="module")
def docker_compose_project_name(ports: dict[str, int]) -> Iterator[str]:
    """One a checkout, so that its images are built once; also a failed start is cleaned up."""
    assert ports
    reason = no_engine()
    if reason is not None:
        pytest.skip(reason)
    name = f"mentoring-test-{sha256(str(ROOT).encode()).hexdigest()[:8]}"
    yield name
    down = ["docker", "compose", "-p", name, "down", "--volumes", "--remove-orphans"]
    subprocess.run(down, check=True, cwd=ROOT, env={**os.environ}, capture_output=True)


@pytest.fixture(scope="module")
def docker_setup() -> list[str]:
    return ["down --volumes --remove-orphans", "up --build --wait --wait-timeout 300"]


@pytest.fixture(scope="module")
def docker_cleanup() -> list[str]:
    return []


@pytest.fixture(scope="module")
def containers(
    docker_services: Services, ports: dict[str, int], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Where everything is, as a file that the commands read."""
    assert docker_services
    folder = tmp_path_factory.mktemp("containers")
    local = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    addresses = Addresses(
        postgres_admin_url="",
        databases={},
        kafka_bootstrap_servers=f"127.0.0.1:{ports['kafka']}",
        services={service: local[service] for service in SERVICES},
        issuer=local["issuer"],
    )
    write_addresses(folder, addresses)
    return addresses_file(folder)
