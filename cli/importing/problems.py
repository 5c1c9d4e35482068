"""What is wrong with a spreadsheet, said with its file, line and column."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to correct; the text says what would be accepted."""

    file: str
    line: int | None = None
    column: str | None = None
    says: str

    def __str__(self) -> str:
        line = f" line {self.line}" if self.line is not None else ""
        column = f", column {self.column}" if self.column is not None else ""
        return f"{self.file}{line}{column}: {self.says}"

    @property
    def place(self) -> tuple[str, int]:
        return (self.file, self.line or 0)


class UnreadableError(Exception):
    """The files cannot be imported as they are."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        shown = [str(problem) for problem in self.problems[:SHOWN]]
        more = len(self.problems) - len(shown)
        super().__init__("\n".join([*shown, *([f"... and {more} more"] if more else [])]))
