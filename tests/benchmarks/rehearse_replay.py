"""`python -m tests.benchmarks.rehearse_replay --events 1000000`: a replay with the system at work.

Every process runs and is written to; a reader looks all along. The replay is killed halfway and
resumed, its tables put in the place of the live ones, and taken back. Status 1: something was seen
that must not be.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any, ClassVar

import click

from deploy.local.infrastructure import Given
from deploy.local.stack import Stack
from services.accountability.replay.progress import status
from services.accountability.replay.state import newest
from shared.database import connect
from tests.benchmarks.bench import bench
from tests.benchmarks.journals import fill
from tests.benchmarks.rows.effect import load, running
from tests.support.eventually import eventually
from tests.support.speaking import Speaker, administrator

MENTORING = Path(sys.executable).with_name("mentoring")
LIVE_EVENTS_A_SECOND = 100
LIVE_SECONDS = 1_800  # at most
LOOK_SECONDS = 0.2
PATIENCE = 1_800
PIPES = ("accountability-consumer", "accountability-relay")
# What was copied in counts as said: saying it is not what is rehearsed.
SAID = """
    UPDATE relay SET (xid, position) = (
        SELECT xid, position FROM events ORDER BY xid DESC, position DESC LIMIT 1
    )
"""
LISTS = ("/alerts?limit=50", "/partnerships?limit=50", "/alerts?status=all&limit=50")


@dataclass
class Operator:
    """Types `mentoring replay …`, and keeps how long each took."""

    url: str
    seconds: dict[str, float] = field(default_factory=dict)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [MENTORING, "replay", *arguments, "--json"],
            env={**os.environ, "ACCOUNTABILITY_DATABASE_URL": self.url},
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *arguments: str, name: str = "") -> Mapping[str, Any]:
        began = perf_counter()
        with self.start(*arguments) as process:
            out, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, (arguments, process.returncode, out[:2_000])
        name = name or arguments[0]
        self.seconds[name] = round(perf_counter() - began, 1)
        click.echo(f"{name}: {self.seconds[name]} s", err=True)
        return dict(json.loads(out))

    def is_at(self, share: float) -> bool:
        with connect(self.url) as connection:
            replay = newest(connection)
            if replay is None or replay.state != "running":
                return False
            found = status(connection, replay)
        return found.events_done >= share * found.events


@dataclass
class Looker:
    """Counts rows and reads pages: nothing may be missing at any time."""

    COUNTS: ClassVar = "SELECT (SELECT count(*) FROM partnerships), (SELECT count(*) FROM alerts)"

    url: str
    speaker: Speaker
    looks: int = 0
    seen_missing: list[str] = field(default_factory=list)

    @contextmanager
    def looking(self) -> Iterator[None]:
        stop = Event()
        thread = Thread(target=self._look_until, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _look_until(self, stop: Event) -> None:
        with connect(self.url) as connection:
            most = (0, 0)
            while not stop.is_set():
                ((partnerships, alerts),) = connection.execute(self.COUNTS).fetchall()
                if partnerships < most[0] or alerts < most[1]:
                    self.seen_missing.append(f"{(partnerships, alerts)} after {most}")
                most = (max(partnerships, most[0]), max(alerts, most[1]))
                self.seen_missing += filter(None, map(self._page, LISTS))
                self.looks += 1
                stop.wait(LOOK_SECONDS)

    def _page(self, path: str) -> str | None:
        answer = self.speaker.get("accountability", path)
        if answer.ok and len(answer.json()["items"]) == 50:
            return None
        return f"{path}: {answer.status_code} {answer.text[:200]}"


@contextmanager
def standing_still(stack: Stack) -> Iterator[None]:
    """Let no time pass in what has been heard by half, and say nothing of it."""
    for name in PIPES:
        stack.stop(name)
    yield
    for name in PIPES:
        stack.start(name)
    stack.wait_until_ready()


def told_to_anybody_before(stack: Stack) -> int:
    """Count the deliveries about partnerships that the live traffic is not about."""
    with connect(stack.database_url("partnerships")) as connection:
        live = [stream[12:] for (stream,) in connection.execute("SELECT stream FROM events")]
    with connect(stack.database_url("accountability")) as connection:
        ((count,),) = connection.execute(
            "SELECT count(*) FROM deliveries WHERE partnership_id <> ALL(%s::uuid[])",
            (sorted(set(live)),),
        ).fetchall()
    return int(count)


def rehearse(stack: Stack, events: int) -> Mapping[str, Any]:
    url = stack.database_url("accountability")
    operator = Operator(url)
    with standing_still(stack):
        fill(url, events)
        with connect(url) as connection:
            connection.execute(SAID)
    operator.ask("start", name="first start, which fills the tables")
    operator.ask("cutover", "--accept-differences", name="first cutover")
    operator.ask("discard", name="first discard")
    deliveries = told_to_anybody_before(stack)
    looker = Looker(url, administrator(stack))
    with load(stack, LIVE_EVENTS_A_SECOND * LIVE_SECONDS, LIVE_EVENTS_A_SECOND), looker.looking():
        plan = operator.ask("plan")
        began = perf_counter()
        with operator.start("start") as first:
            eventually(lambda: operator.is_at(0.5), PATIENCE)
            first.kill()
        at_kill = operator.ask("status")
        resumed = operator.ask("resume")
        took = perf_counter() - began
        operator.ask("cutover")
        operator.ask("rollback")
    return {
        "events": resumed["events"],
        "planned": plan,
        "events_done_at_kill": at_kill["events_done"],
        "seconds_in_all": round(took, 1),
        "events_per_second": round(resumed["events"] / took),
        "megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "seconds": operator.seconds,
        "looks": looker.looks,
        "seen_missing": looker.seen_missing,
        "deliveries_of_what_was_replayed": told_to_anybody_before(stack) - deliveries,
    }


@click.command()
@click.option("--events", type=click.IntRange(10_000), default=1_000_000, show_default=True)
def main(events: int) -> None:
    with bench(rounds=1, scale=1, minutes=1, given=Given()) as servers, running(servers) as stack:
        found = rehearse(stack, events)
    click.echo(json.dumps(found, indent=1))
    sys.exit(bool(found["seen_missing"] or found["deliveries_of_what_was_replayed"]))


if __name__ == "__main__":
    main()
