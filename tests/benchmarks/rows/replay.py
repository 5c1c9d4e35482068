"""A whole history folded anew into a second set of tables, as an operator does it."""

import json
import os
import subprocess
import sys

from tests.benchmarks.bench import Bench
from tests.benchmarks.row import Figure, Row, at_most

EVENTS = 1_000_000


def measure(bench: Bench) -> Row:
    events = bench.scaled(EVENTS)
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_replay", "--events", str(events), "--json"],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "POSTGRES_ADMIN_URL": bench.servers.postgres_url},
    ).stdout
    found = json.loads(told)
    figures = [
        Figure(name="start to compared", unit=" s", rounds=[found["seconds"]]),
        Figure(name="events", unit="/s", rounds=[found["events_per_second"]]),
        Figure(name="memory of the largest process", unit=" MB", rounds=[found["megabytes"]]),
    ]
    return Row(
        name="replay",
        about=f"{found['events']:,} events with all rules into tables, {found['workers']} workers",
        figures=figures,
        targets=[at_most(30.0, figures[0])],
    )
