"""What all of it ran on."""

import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from psycopg import connect

from tests.benchmarks.bench import Bench

_LIBRARIES = ("kafka-python", "psycopg", "msgspec", "orjson")


def machine(bench: Bench) -> Mapping[str, str]:
    with connect(bench.servers.postgres_url) as admin:
        postgres = admin.execute(
            "SELECT current_setting('server_version'), current_setting('fsync'), "
            "current_setting('synchronous_commit')"
        ).fetchone()
    assert postgres is not None
    return {
        "processor": f"{os.cpu_count()} cores of {_cpuinfo('model name')}",
        "kernel": platform.release(),
        "Python": platform.python_version(),
        "PostgreSQL": "{} (fsync {}, synchronous_commit {})".format(*postgres),
        "Kafka": "4.3.1 (acks=all)",
        **{library: version(library) for library in _LIBRARIES},
        "load at the end": f"{os.getloadavg()[1]:.1f}",
    }


def _cpuinfo(field: str) -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == field:
            return value.strip()
    return platform.machine()
