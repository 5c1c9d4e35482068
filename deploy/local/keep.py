"""Small things that an installation keeps from one start to the next: passwords, ids, ports."""

import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], str]) -> str:
    """What `file` says; the first time, what `make` says, written down for its owner only."""
    if not file.exists():
        write_private(file, make())
    return file.read_text()


def write_private(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(file)


def kept_password(folder: Path, name: str) -> str:
    return kept(folder / "secrets" / name, lambda: secrets.token_urlsafe(24))


def kept_port(folder: Path, name: str) -> int:
    """The port of last time if it is still free, else another free one."""
    file = folder / "ports" / name
    port = int(file.read_text()) if file.exists() else 0
    free = _free_port(port) or _free_port(0)
    write_private(file, str(free))
    return free


def _free_port(port: int) -> int:
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return 0
        found: int = candidate.getsockname()[1]
        return found
