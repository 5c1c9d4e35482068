"""`python -m tests.benchmarks.bench_replay --events 1000000`: a replay, as an operator does it.

On a durable PostgreSQL of its own, or the one that POSTGRES_ADMIN_URL names.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from time import perf_counter

import click

from cli.writing import write
from deploy.local.databases import service_databases
from deploy.local.postgres import prepare_postgres, start_postgres, wait_for_postgres
from shared.database import connect
from tests.benchmarks.journals import fill
from tests.support.databases import Templates

_MENTORING = Path(sys.executable).with_name("mentoring")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`megabytes` is the most that one of the processes had in memory."""

    events: int
    partnerships: int
    alerts: int
    workers: int
    seconds: float
    events_per_second: int
    cutover_seconds: float
    megabytes: int


def measure(url: str, workers: int) -> Measured:
    """Replay everything that is in a database, and put it in the place of what was there."""
    seconds = _mentoring(url, "start", "--workers", workers)
    cutover_seconds = _mentoring(url, "cutover", "--accept-differences")
    with connect(url) as connection:
        ((events, partnerships, alerts),) = connection.execute(
            """
            SELECT
                (SELECT count(*) FROM journal), (SELECT count(*) FROM partnerships),
                (SELECT count(*) FROM alerts)
            """
        ).fetchall()
    return Measured(
        events=events,
        partnerships=partnerships,
        alerts=alerts,
        workers=workers,
        seconds=round(seconds, 1),
        events_per_second=round(events / seconds),
        cutover_seconds=round(cutover_seconds, 1),
        megabytes=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    )


def _mentoring(url: str, *arguments: object) -> float:
    command = [str(_MENTORING), "replay", *map(str, arguments)]
    environment = {**os.environ, "ACCOUNTABILITY_DATABASE_URL": url}
    began = perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return perf_counter() - began


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A migrated database of accountability, dropped afterwards."""
    with _server(folder) as admin_url:
        databases = service_databases(folder, prefix=f"b{token_hex(4)}_")
        templates = Templates(admin_url=admin_url, templates=databases)
        url = templates.clone("accountability")
        yield url
        templates.drop(url)
        templates.drop_all()


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    if given := os.environ.get("POSTGRES_ADMIN_URL"):
        yield given
        return
    cluster = prepare_postgres(folder, durable=True)
    server = start_postgres(cluster, folder)
    wait_for_postgres(cluster.admin_url, server)
    yield cluster.admin_url
    server.stop()


@click.command()
@click.option("--events", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def main(events: int, workers: int, *, as_json: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        with database(Path(name)) as url:
            fill(url, events)
            found = measure(url, workers)
    (write if as_json else click.echo)(found)


if __name__ == "__main__":
    main()
