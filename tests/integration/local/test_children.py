"""What a stack starts ends with it, however it ends."""

import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy.local.child import Program, start
from deploy.local.errors import AlreadyRunningError
from deploy.local.identity import started
from deploy.local.keep import write_private
from deploy.local.leftovers import end_leftovers
from deploy.local.starting import only_one
from tests.support.eventually import eventually

SLEEPER = Program(name="sleeper", command=["sleep", "600"])
PARENT = """
import time
from contextlib import ExitStack
from pathlib import Path
from deploy.local.child import Program, start
child = start(Program(name="sleeper", command=["sleep", "600"]), Path({folder!r}))
print(child.process.pid, flush=True)
time.sleep(600)
"""


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    pid = _kill_a_parent(tmp_path)

    eventually(lambda: started(pid) is None)


def test_the_next_start_ends_what_a_killed_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", _path_without_setpriv(tmp_path))
    pid = _kill_a_parent(tmp_path)
    assert started(pid) is not None

    assert end_leftovers(tmp_path) == 1

    assert started(pid) is None
    assert end_leftovers(tmp_path) == 0


def test_a_process_that_was_given_the_same_number_since_is_left_alone(tmp_path: Path) -> None:
    child = start(SLEEPER, tmp_path)
    described = child.pid_file.read_text()
    write_private(child.pid_file, described.replace('"started": ', '"started": 1'))

    assert end_leftovers(tmp_path) == 0

    assert child.exit_code() is None
    child.kill()


def test_what_a_child_started_itself_is_ended_with_it(tmp_path: Path) -> None:
    command = ["sh", "-c", "sleep 600 & echo $!; wait"]
    child = start(Program(name="family", command=command), tmp_path)
    grandchild = int(eventually(child.log.read_text))

    child.kill()

    assert child.exit_code() == -signal.SIGKILL
    eventually(lambda: started(grandchild) is None)
    assert not child.pid_file.exists()


def test_only_one_at_a_time_runs_in_a_folder(tmp_path: Path) -> None:
    with ExitStack() as first:
        first.enter_context(only_one(tmp_path))
        with pytest.raises(AlreadyRunningError, match="it runs already"):
            ExitStack().enter_context(only_one(tmp_path))

    with only_one(tmp_path):
        pass


def _kill_a_parent(folder: Path) -> int:
    script = PARENT.format(folder=str(folder))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    return pid


def _path_without_setpriv(folder: Path) -> str:
    programs = folder / "bin"
    programs.mkdir()
    (programs / "sleep").symlink_to("/usr/bin/sleep")
    return str(programs)
