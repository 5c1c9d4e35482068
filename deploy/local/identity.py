"""Which process is which: a number alone may since have been given to another."""

from pathlib import Path

STATE, STARTED = 0, 19


def started(pid: int) -> int | None:
    """When the process started, in the kernel's ticks; None if it is gone or unburied."""
    fields = _fields(pid)
    if fields is None or fields[STATE] == "Z":
        return None
    return int(fields[STARTED])


def _fields(pid: int) -> list[str] | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name before the last bracket may hold spaces and brackets of its own.
    return stat.rpartition(")")[2].split()
