"""`python -m tests.reference EVENTS.jsonl --until INSTANT`: the same as `mentoring derive`."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from typing import Any

from tests.reference.facts import GapError, decode, instant, streams
from tests.reference.fold import fold


def canonical(value: Any) -> str:
    return dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=written)


def written(value: Any) -> str:
    """UTC with Z, with exactly six decimals if not whole seconds, else none."""
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} is not part of an alert event")
    at = value.astimezone(UTC).replace(tzinfo=None)
    return at.isoformat(timespec="microseconds" if at.microsecond else "seconds") + "Z"


def derive(
    lines: Iterable[str], until: datetime, policy: Mapping[str, Any] | None = None
) -> list[str]:
    """Alert events as canonical JSON, by ascending partnership_id, then in the order they arose."""
    events = [decode(line) for line in lines if line.strip()]
    return [
        canonical(event)
        for partnership_id, stream in streams(events).items()
        for event in fold(partnership_id, stream, until, policy or {})
    ]


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.reference")
    parser.add_argument("events", type=Path)
    parser.add_argument("--until", required=True, type=instant)
    parser.add_argument("--policy", default={}, type=decode)
    given = parser.parse_args()
    lines = given.events.read_text(encoding="utf-8").split("\n")
    try:
        derived = derive(lines, given.until, given.policy)
    except GapError as gap:
        sys.stderr.write(f"{gap}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in derived))
    return 0


if __name__ == "__main__":
    sys.exit(main())
