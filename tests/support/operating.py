"""The commands that the operator's pages tell one to type, as click would take them."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
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

    def parsed(self) -> click.Context:
        """Find the command and parse its options. Raises `click.UsageError`."""
        command: click.Command = main
        context = click.Context(main, info_name="mentoring")
        rest = list(self.arguments)
        while isinstance(command, click.Group):
            name, found, rest = command.resolve_command(context, rest)
            assert found is not None, self.line
            command = found
            context = click.Context(command, parent=context, info_name=name)
        return command.make_context(context.info_name, rest, parent=context.parent)

    def only_looks(self) -> bool:
        """What changes something is in the audit log, so it takes `--as`."""
        given = set(self.arguments)
        options = {name for each in self.parsed().command.params for name in each.opts}
        looks = "--as" not in options or "--dry-run" in given or "--repair" in options - given
        return looks and not given & {"purge", "--watch"}


def typed() -> list[Typed]:
    return [said for page in PAGES for said in _typed_in(page)]


def _typed_in(page: Path) -> Iterator[Typed]:
    text = page.read_text(encoding="utf-8")
    script = "".join(body for language, body in BLOCK.findall(text) if language == "sh")
    variables = dict(_VARIABLE.findall(script))
    for line in script.splitlines():
        if line.startswith("mentoring "):
            filled = _USED.sub(lambda used: variables[used[1]], line)
            words = shlex.split(filled, comments=True)[1:]
            yield Typed(page=page.name, line=line, arguments=tuple(words))
