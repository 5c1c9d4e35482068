"""Runs the shell blocks of a page as a reader would, and holds their output against the page."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "=== end of block"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A `sh` block, and the lines of the `text` block that follows it: each must be printed."""

    script: str
    expected: tuple[str, ...]


def steps(page: Path, heading: str | None = None) -> list[Step]:
    """The steps of a page, or of one section of it."""
    text = page.read_text(encoding="utf-8")
    blocks = BLOCK.findall(section(text, heading) if heading else text)
    return [
        Step(script=body, expected=expectation(blocks[index + 1 : index + 2]))
        for index, (language, body) in enumerate(blocks)
        if language == "sh"
    ]


def section(text: str, heading: str) -> str:
    _, _, rest = text.partition(f"\n## {heading}\n")
    if not rest:
        raise ValueError(f"no section {heading!r}")
    return rest.partition("\n## ")[0]


def expectation(following: list[tuple[str, str]]) -> tuple[str, ...]:
    if not following or following[0][0] != "text":
        return ()
    return tuple(line.strip() for line in following[0][1].splitlines() if line.strip() != "…")


def run(walk: list[Step], folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Run all steps in one shell, stopping at the first that fails; what each one printed."""
    script = "\n".join(f"{step.script}\necho '{MARK}'" for step in walk)
    finished = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    printed = finished.stdout.split(f"{MARK}\n")
    if finished.returncode != 0:
        failed = walk[len(printed) - 1].script
        raise AssertionError(f"exit status {finished.returncode} in\n{failed}\n{printed[-1]}")
    return printed[:-1]


def missing(step: Step, printed: str) -> list[str]:
    """The expected lines that were not printed."""
    return [line for line in step.expected if line not in printed]
