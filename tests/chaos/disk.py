"""A disk of the test's own, where the machine lets one be mounted, that can be full at once."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SIZE = "8g"
_LEFT_BYTES = 128 * 1024


@dataclass(frozen=True, kw_only=True)
class Disk:
    """`folder` is on a file system of its own if `mounted`."""

    folder: Path
    mounted: bool

    def fill(self) -> None:
        used = shutil.disk_usage(self.folder).used
        _mount("-o", f"remount,size={used + _LEFT_BYTES}", self.folder)

    def clear(self) -> None:
        _mount("-o", f"remount,size={_SIZE}", self.folder)


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    folder.mkdir(parents=True)
    mounted = _mount("-t", "tmpfs", "-o", f"size={_SIZE},mode=0755", "tmpfs", folder)
    try:
        yield Disk(folder=folder, mounted=mounted)
    finally:
        if mounted:
            _run("umount", "--lazy", folder)


def _mount(*arguments: str | Path) -> bool:
    return _run("mount", *arguments)


def _run(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
