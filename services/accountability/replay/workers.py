"""The parts of a replay, done by several processes; each of them may die at any moment."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context, parent_process
from threading import Event, Thread
from time import monotonic
from typing import TypeAlias

from services.accountability.replay.building import build_part
from services.accountability.replay.parts import Part, Size
from services.accountability.replay.state import Replay, is_running
from shared.database import Connection, connect

_LOOK_SECONDS = 0.2
_OBJECTS_BETWEEN_COLLECTIONS = 1_000_000


class WorkerLostError(Exception):
    """A worker process died. Nothing is lost or doubled: `mentoring replay resume` goes on."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How many processes, and at most how many events a second (None: as many as they can)."""

    workers: int
    events_per_second: int | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What this run has done, of the parts that were left when it began."""

    parts: int
    parts_done: int = 0
    streams: int = 0
    events: int = 0
    seconds: float = 0

    @property
    def events_per_second(self) -> float:
        return self.events / self.seconds if self.seconds else 0

    def after(self, sizes: Sequence[Size], seconds: float) -> "Progress":
        return replace(
            self,
            parts_done=self.parts_done + len(sizes),
            streams=self.streams + sum(size.streams for size in sizes),
            events=self.events + sum(size.events for size in sizes),
            seconds=seconds,
        )


Tell: TypeAlias = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True)
class Processes:
    """`url` is of the database: each process opens a connection of its own."""

    url: str
    pace: Pace
    tell: Tell

    def work(self, connection: Connection, replay: Replay, parts: Sequence[Part]) -> None:
        """Do parts until none is left, or the replay is no longer running."""
        try:
            with _processes(self.pace.workers) as pool:
                self._work(connection, pool, replay, deque(parts))
        except BrokenProcessPool as error:
            raise WorkerLostError(WorkerLostError.__doc__) from error

    def _work(
        self, connection: Connection, pool: ProcessPoolExecutor, replay: Replay, left: deque[Part]
    ) -> None:
        progress, began = Progress(parts=len(left)), monotonic()
        going: set[Future[Size]] = set()
        while left or going:
            while left and self._may_go_on(progress, len(going)):
                part = left.popleft()
                going.add(pool.submit(_do, self.url, tuple(replay.projections), part))
            finished = _some(going)
            going -= finished
            progress = progress.after([each.result() for each in finished], monotonic() - began)
            self.tell(progress)
            if not is_running(connection, replay):
                left.clear()

    def _may_go_on(self, progress: Progress, going: int) -> bool:
        if self.pace.events_per_second is None:
            return going < 2 * self.pace.workers
        ahead = progress.events > self.pace.events_per_second * progress.seconds
        return going < self.pace.workers and not ahead


def _some(going: set[Future[Size]]) -> set[Future[Size]]:
    """Wait a little for some to end."""
    if not going:
        Event().wait(_LOOK_SECONDS)
    return set(wait(going, _LOOK_SECONDS, FIRST_COMPLETED).done)


def _processes(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_prepare)


def _prepare() -> None:
    """A worker goes when the process that gave it work is gone, and not by its Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    Thread(target=_go_with_parent, daemon=True).start()


def _go_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


@cache
def _connection(url: str) -> Connection:
    return connect(url)


def _do(url: str, projections: Sequence[str], part: Part) -> Size:
    return build_part(_connection(url), projections, part)
