"""Kafka's jars: fetched once by Maven into a folder that all checkouts of a user share."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from deploy.local.errors import StackError
from deploy.local.tools import find_maven

POM = Path(__file__).with_name("pom.xml")


def kafka_jars() -> Path:
    jars = _cache() / f"kafka-{_version()}"
    if not jars.exists():
        _fetch(jars)
    return jars


def _cache() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "mentoring"


def _version() -> str:
    found = re.search(r"<kafka.version>(.+)</kafka.version>", POM.read_text())
    return found[1] if found else ""


def _fetch(jars: Path) -> None:
    jars.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".kafka-", dir=jars.parent))
    _copy_dependencies(draft)
    try:
        draft.rename(jars)
    except OSError:
        # Another checkout was faster.
        if not jars.exists():
            raise


def _copy_dependencies(folder: Path) -> None:
    command = [
        *(str(find_maven()), "-B", "-q", "-f", str(POM)),
        *("dependency:copy-dependencies", f"-DoutputDirectory={folder}"),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise StackError(f"Maven could not fetch Kafka: {(done.stdout + done.stderr).strip()}")
