"""Who goes on, what fails and what time it is: chosen byte by byte, so a run is its bytes.

A process is real code in a greenlet. Each call to a port is a point at which others may go on, time
may pass, and the process may die.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from greenlet import getcurrent, greenlet

Body: TypeAlias = Callable[[], None]
Fault: TypeAlias = tuple[str, Callable[[], object]]

BEGINNING = datetime(2026, 3, 1, tzinfo=UTC)
# Under this byte somebody goes on; under the second time passes; the rest are faults.
_GOES_ON, _TIME = 200, 220
# Milliseconds mix the order of things, seconds make marks and rounds due, days make alerts due.
_STEPS = (0.001, 0.25, 1.1, 6 * 3600, 5 * 86_400, 30 * 86_400)
# A call has its ordinary outcome under this byte.
_ORDINARY = 235


class KilledError(BaseException):
    """This process ends here, whatever it is doing."""


@dataclass(eq=False)
class Process:
    name: str
    thread: greenlet = field(default_factory=greenlet)
    on_death: list[Body] = field(default_factory=list)
    ready: Callable[[], bool] | None = None
    interrupted: Exception | None = None
    dead: bool = False

    @property
    def ended(self) -> bool:
        return bool(self.thread.dead)

    @property
    def can_go_on(self) -> bool:
        waits = self.ready is not None and self.interrupted is None and not self.ready()
        return not self.ended and not waits

    def die(self) -> None:
        """Lose the memory, keep nothing but what is stored."""
        self.dead = True
        for lose in self.on_death:
            lose()
        if self.thread:
            self.thread.throw(KilledError)


class World:
    """`faults` are those that can happen in this run."""

    def __init__(self, choices: bytes) -> None:
        self._choices = choices
        self._place = 0
        self._hub = getcurrent()
        self.now = BEGINNING
        self.seconds = 1.0
        self.processes: list[Process] = []
        self.faults: list[Fault] = []
        self.trace: list[str] = []
        self.calm = False
        self.calls = 0
        self._last: Process | None = None

    @property
    def exhausted(self) -> bool:
        return self._place >= len(self._choices)

    def byte(self) -> int:
        place, self._place = self._place, self._place + 1
        return 0 if self.calm or place >= len(self._choices) else self._choices[place]

    def start(self, name: str, body: Body) -> Process:
        process = Process(name)
        process.thread = greenlet(lambda: self._live(process, body), self._hub)
        self.processes.append(process)
        return process

    def _live(self, process: Process, body: Body) -> None:
        try:
            body()
        except KilledError:
            self.note(f"{process.name} is dead")

    # What processes call.

    @property
    def current(self) -> Process | None:
        here = getcurrent()
        return next((each for each in self.processes if each.thread is here), None)

    def point(self, what: str) -> None:
        """Let others go on before this call, and die if that is what happens."""
        process = self._last
        if process is None or process.thread is not getcurrent():
            return
        if process.dead:
            raise KilledError
        self.calls += 1
        self._hub.switch()
        self.trace.append(f"{process.name}: {what}")
        if process.interrupted is not None:
            error, process.interrupted = process.interrupted, None
            raise error

    def wait(self, what: str, ready: Callable[[], bool]) -> None:
        """Wait for somebody else."""
        process = self._last
        assert process is not None
        process.ready = ready
        try:
            self.point(f"waits for {what}")
        finally:
            process.ready = None

    def outcome(self, what: str, *outcomes: str) -> str:
        """Tell how a call ends; the first outcome is the ordinary one."""
        self.point(what)
        byte = self.byte()
        chosen = outcomes[0] if byte < _ORDINARY else outcomes[(byte - _ORDINARY) % len(outcomes)]
        if chosen != outcomes[0]:
            self.note(f"  {what}: {chosen}")
        return chosen

    def pause(self, seconds: float) -> None:
        """Stand in for sleep: somebody else goes on, and time with it."""
        self.point("pauses")
        self.pass_time(seconds)

    # What the hub does.

    def note(self, what: str) -> None:
        self.trace.append(what)

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds

    def set_clock_back(self, seconds: float) -> None:
        """The clock on the wall, not the one that only counts."""
        self.now -= timedelta(seconds=seconds)

    def run(self) -> None:
        """Spend the bytes."""
        while not self.exhausted:
            self.step(self.byte())

    def step(self, byte: int) -> None:
        if byte < _GOES_ON:
            self._go_on(byte)
        elif byte < _TIME:
            seconds = _STEPS[(byte - _GOES_ON) % len(_STEPS)]
            self.note(f"{seconds} s pass")
            self.pass_time(seconds)
        elif self.faults:
            name, happen = self.faults[(byte - _TIME) % len(self.faults)]
            self.note(f"fault: {name}")
            happen()

    def _go_on(self, byte: int) -> None:
        """The one that went on last is the first choice, so a byte of 0 changes nobody."""
        able = self.able()
        if not able:
            self.pass_time(1.1)
            return
        if self._last in able:
            place = able.index(self._last)
            able = [*able[place:], *able[:place]]
        self.resume(able[0 if byte < _GOES_ON // 2 else byte % len(able)])

    def able(self) -> list[Process]:
        self.processes = [process for process in self.processes if not process.ended]
        return [process for process in self.processes if process.can_go_on]

    def resume(self, process: Process) -> None:
        self._last = process
        process.thread.switch()

    def pick(self, some: Sequence[Process]) -> Process | None:
        return some[self.byte() % len(some)] if some else None

    def kill(self, process: Process) -> None:
        self._last = process
        process.die()

    def end(self) -> None:
        for process in [*self.processes]:
            if not process.ended:
                self.kill(process)
