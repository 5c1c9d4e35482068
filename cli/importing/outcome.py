"""What came of an import, line by line and in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from cli.importing.problems import Problem

Result = Literal["new", "same", "refused"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`same`: it was there already, exactly so."""

    kind: str
    result: Result
    problem: Problem | None = None


@dataclass(kw_only=True)
class Summary:
    """Counts by kind and result; `problems` are what the services refused."""

    counts: Counter[tuple[str, Result]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def add(self, outcomes: Sequence[Outcome]) -> None:
        self.counts.update((outcome.kind, outcome.result) for outcome in outcomes)
        found = [outcome.problem for outcome in outcomes if outcome.problem is not None]
        self.problems += sorted(found, key=lambda problem: problem.place)

    def as_json(self) -> dict[str, object]:
        kinds = list(dict.fromkeys(kind for kind, _ in self.counts))
        return {
            "counts": {
                kind: {result: self.counts[kind, result] for result in ("new", "same", "refused")}
                for kind in kinds
            },
            "problems": [str(problem) for problem in self.problems],
        }

    def as_text(self, *, dry: bool) -> str:
        new = "would be new" if dry else "new"
        kinds = list(dict.fromkeys(kind for kind, _ in self.counts))
        return "\n".join(
            f"{kind}: {self.counts[kind, 'new']} {new}, {self.counts[kind, 'same']} there already"
            + (f", {refused} refused" if (refused := self.counts[kind, "refused"]) else "")
            for kind in kinds
        )
