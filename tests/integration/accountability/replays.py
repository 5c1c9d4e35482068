"""A system that has lived a while, and replays of it that one process does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.accountability.replay.building import build_part
from services.accountability.replay.parts import Part
from services.accountability.replay.projections import PROJECTIONS
from services.accountability.replay.starting import begin, run
from services.accountability.replay.state import Replay
from services.accountability.replay.switching import Outcome, cut_over
from shared.database import Connection
from tests.integration.accountability.conftest import Service
from tests.reference.facts import instant
from tests.support.histories.bulk import bulk
from tests.support.histories.wire import Wire

PAIRS = 8
LIVE = ["cases", "partnerships", "participants", "alerts", "programs", "people", "enrollments"]


def histories(seed: int = 3) -> Sequence[Wire]:
    """Tell them in the order in which they became known."""
    return sorted(
        (event for history in bulk(PAIRS, seed) for event in history),
        key=lambda event: instant(event["recordedtime"]),
    )


@dataclass
class Lives:
    """What others live through besides the pair: heard up to an instant before time passes it."""

    service: Service
    events: Sequence[Wire]

    def until(self, through: str) -> None:
        known = [each for each in self.events if instant(each["recordedtime"]) < instant(through)]
        self.events = self.events[len(known) :]
        self.service.hear(list(known))
        self.service.pass_until(instant(through))


@dataclass(frozen=True, kw_only=True)
class InProcess:
    """Does at most so many parts, each as a worker does it."""

    most: int = 1000

    def work(self, connection: Connection, replay: Replay, parts: Sequence[Part]) -> None:
        for part in parts[: self.most]:
            build_part(connection, replay.projections, part)


def nothing() -> None:
    """Stand in for the audit log."""


def built(connection: Connection, projections: Collection[str] = tuple(PROJECTIONS)) -> Replay:
    begin(connection, list(projections), nothing)
    return run(connection, InProcess())


def switched(connection: Connection, *, accept_differences: bool = False) -> Outcome:
    return cut_over(connection, accept_differences=accept_differences, noted=nothing)


def content(connection: Connection, table: str) -> Sequence[Any]:
    rows = connection.execute(f"SELECT * FROM {table} ORDER BY 1".encode())  # noqa: S608
    return rows.fetchall()


def live_content(service: Service) -> dict[str, Sequence[Any]]:
    return {table: content(service.connection, f"public.{table}") for table in LIVE}


def partnership_ids(connection: Connection) -> Sequence[UUID]:
    rows = connection.execute("SELECT partnership_id FROM cases ORDER BY 1")
    return [partnership_id for (partnership_id,) in rows]
