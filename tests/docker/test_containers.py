"""The walk of the README, through the system in containers; and how the containers are made."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.documents import missing, run, steps

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.docker


def test_the_walk_leads_through_containers(containers: Path) -> None:
    walk = steps(ROOT / "README.md", "The walk")
    environment = {**os.environ, "MENTORING_ADDRESSES": str(containers)}

    for step, printed in zip(walk, run(walk, ROOT, environment), strict=True):
        assert missing(step, printed) == [], printed


@pytest.mark.parametrize("service", ["enrollment", "partnerships", "accountability"])
def test_an_image_holds_one_service_which_cannot_change_it(
    containers: Path, docker_compose_project_name: str, service: str
) -> None:
    assert containers.exists()
    script = "id -u; ls services; touch /app/new || echo refused"

    printed = inside(docker_compose_project_name, f"{service}-web", script)

    assert printed.split() == ["10001", "__init__.py", service, "refused"]


def inside(project: str, service: str, script: str) -> str:
    command = ["docker", "compose", "-p", project, "exec", "-T", service, "sh", "-c", script]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout
