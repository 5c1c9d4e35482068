"""The commands that the operator's pages tell one to type, as click would take them."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import click

from cli.main import main
from tests.support.documents import BLOCK

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs/operations.md", *sorted((ROOT / "docs/operations").glob("*.md"))]

_VARIABLE = re.compile(r"^([A-Z]+)=(\S+)", re.MULTILINE)
_USED = re.compile(r"\$([A-Z]+)")


@dataclass(frozen=True, kw_only=True)
class Typed:
    page: str
    line: str
    arguments: tuple[str, ...]

    def parse(self) -> None:
        """As click does before it runs it. Raises `click.UsageError`."""
        command, rest = self._command()
        command.make_context("mentoring", rest).close()

    def only_looks(self) -> bool:
        """What changes something is in the audit log, so it takes `--as`."""
        given = set(self.arguments)
        options = {name for each in self._command()[0].params for name in each.opts}
        looks = "--as" not in options or "--dry-run" in given or "--repair" in options - given
        return looks and not given & {"purge", "--watch"}

    def _command(self) -> tuple[click.Command, list[str]]:
        command: click.Command = main
        rest = list(self.arguments)
        while isinstance(command, click.Group):
            _, found, rest = command.resolve_command(click.Context(command), rest)
            assert found is not None, self.line
            command = found
        return command, rest


def make_files(folder: Path, said: Typed) -> None:
    """Those that it reads, empty."""
    for word in said.arguments:
        if word.endswith(".jsonl"):
            (folder / word).touch()


def typed() -> list[Typed]:
    return [said for page in PAGES for said in _typed_in(page)]


def queries() -> list[str]:
    """What the pages tell one to ask PostgreSQL."""
    texts = (page.read_text(encoding="utf-8") for page in PAGES)
    return [body for text in texts for language, body in BLOCK.findall(text) if language == "sql"]


def _typed_in(page: Path) -> Iterator[Typed]:
    text = page.read_text(encoding="utf-8")
    script = "".join(body for language, body in BLOCK.findall(text) if language == "sh")
    variables = dict(_VARIABLE.findall(script))
    for line in script.splitlines():
        if line.startswith("mentoring "):
            filled = _USED.sub(lambda used: variables[used[1]], line)
            words = takewhile(
                lambda word: word not in {">", "|"}, shlex.split(filled, comments=True)
            )
            yield Typed(page=page.name, line=line, arguments=tuple(words)[1:])
