"""What an earlier stack left running when it was killed: found by its pid files, and ended."""

import json
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import Signals

from deploy.local.child import GRACE_SECONDS, signal_group
from deploy.local.identity import started


@dataclass(frozen=True, kw_only=True)
class Leftover:
    pid: int
    started: int | None
    stop_signal: Signals

    def runs(self) -> bool:
        return self.started is not None and started(self.pid) == self.started


def end_leftovers(folder: Path) -> int:
    """End what runs still of the processes written down in `folder`; answer how many did."""
    files = sorted((folder / "pids").glob("*.json"))
    running = [left for file in files if (left := _read(file)).runs()]
    for left in running:
        signal_group(left.pid, left.stop_signal)
    _wait(lambda: not any(left.runs() for left in running))
    for left in running:
        signal_group(left.pid, signal.SIGKILL)
    _wait(lambda: not any(left.runs() for left in running))
    for file in files:
        file.unlink()
    return len(running)


def _read(file: Path) -> Leftover:
    said = json.loads(file.read_text())
    return Leftover(
        pid=said["pid"], started=said["started"], stop_signal=Signals(said["stop_signal"])
    )


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + GRACE_SECONDS
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)
