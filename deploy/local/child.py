"""One process of the stack: started in a group of its own, written down, stopped as a whole."""

import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam
from shutil import which
from signal import Signals

from deploy.local.errors import NotReadyError
from deploy.local.identity import started
from deploy.local.keep import write_private

GRACE_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to start. `user` is who it runs as, where that is not whoever starts it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: Signals = signal.SIGTERM
    user: str | None = None


@dataclass(frozen=True, kw_only=True)
class Child:
    program: Program
    process: subprocess.Popen[bytes]
    pid_file: Path
    log: Path

    def exit_code(self) -> int | None:
        return self.process.poll()

    def require_alive(self) -> None:
        if self.exit_code() is not None:
            raise NotReadyError(f"{self.program.name} stopped at once: its log is {self.log}")

    def ask_to_stop(self) -> None:
        if self.exit_code() is None:
            self.process.send_signal(self.program.stop_signal)

    def stop(self) -> None:
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(GRACE_SECONDS)
        self.kill()

    def kill(self) -> None:
        """Leave nothing of its group, whether it has stopped in its own way or not."""
        signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.pid_file.unlink(missing_ok=True)


def start(program: Program, folder: Path) -> Child:
    """Start from the main thread: the kernel ends a child when the thread that started it ends."""
    log = folder / "log" / f"{program.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            as_user(program.command, program.user, dies_by=program.stop_signal),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **program.environment},
            start_new_session=True,
        )
    pid_file = folder / "pids" / f"{program.name}.json"
    write_private(pid_file, _description(process.pid, program.stop_signal))
    return Child(program=program, process=process, pid_file=pid_file, log=log)


def as_user(
    command: Sequence[str], user: str | None, *, dies_by: Signals | None = None
) -> Sequence[str]:
    """The command run as `user`, signalled by the kernel should its parent die first."""
    identity = _identity(user) if user else []
    bond = [f"--pdeathsig={dies_by.name.removeprefix('SIG')}"] if dies_by and _can_bond() else []
    options = [*identity, *bond]
    return ["setpriv", *options, "--", *command] if options else command


def signal_group(group: int, what: Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, what)


def _identity(user: str) -> list[str]:
    entry = getpwnam(user)
    return [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def _can_bond() -> bool:
    return which("setpriv") is not None


def _description(pid: int, stop_signal: Signals) -> str:
    return json.dumps({"pid": pid, "started": started(pid), "stop_signal": int(stop_signal)})
