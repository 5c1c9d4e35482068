"""How much memory each process holds, over a time of load."""

from pathlib import Path
from threading import Event
from time import monotonic

from deploy.local.stack import Stack
from tests.benchmarks.bench import Bench
from tests.benchmarks.row import Figure, Row
from tests.benchmarks.rows.effect import load, running

EVENTS_A_SECOND = 2_000
LOOKS = 20


def measure(bench: Bench) -> Row:
    seconds = 60 * bench.minutes
    held: dict[str, list[float]] = {}
    with running(bench) as stack, load(stack, seconds * EVENTS_A_SECOND, EVENTS_A_SECOND):
        began = monotonic()
        while monotonic() < began + seconds:
            Event().wait(seconds / LOOKS)
            for name, megabytes in _held(stack).items():
                held.setdefault(name, []).append(megabytes)
    return Row(
        name="memory",
        about=f"{EVENTS_A_SECOND:,} events/s for {bench.minutes:g} minutes",
        figures=[Figure(name=name, unit=" MB", rounds=looks) for name, looks in held.items()],
        notes=[
            f"{name}: {looks[len(looks) // 2]:.0f} MB halfway, {looks[-1]:.0f} MB at the end"
            for name, looks in held.items()
        ],
    )


def _held(stack: Stack) -> dict[str, float]:
    return {name: _megabytes(child.process.pid) for name, child in stack.processes.items()}


def _megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
