"""One row of the table: figures measured in turns in the same run, and what they are to be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What one contender reached, round by round."""

    name: str
    unit: str
    rounds: Sequence[float]

    @property
    def median(self) -> float:
        return median(self.rounds)

    def __str__(self) -> str:
        low, high = number(min(self.rounds)), number(max(self.rounds))
        spread = f" ({low} to {high})" if len(self.rounds) > 1 else ""
        return f"{number(self.median)}{self.unit}{spread}"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A ratio or a limit: at least `wanted`, or at most."""

    what: str
    reached: float
    wanted: float
    at_most: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.reached <= self.wanted if self.at_most else self.reached >= self.wanted

    def __str__(self) -> str:
        bound = "at most" if self.at_most else "at least"
        reached, wanted = number(self.reached), number(self.wanted)
        return f"{self.what}: {reached}{self.unit} ({bound} {wanted}{self.unit})"


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    about: str
    figures: Sequence[Figure]
    targets: Sequence[Target] = ()
    notes: Sequence[str] = ()


Contender = Callable[[], float]


def in_turns(contenders: Mapping[str, Contender], unit: str, rounds: int) -> dict[str, Figure]:
    """Let each have its turn in every round, so that whatever else happens here hits all alike."""
    reached: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            reached[name].append(contender())
    return {name: Figure(name=name, unit=unit, rounds=figures) for name, figures in reached.items()}


def at_least(wanted: float, ours: Figure, reference: Figure) -> Target:
    """Ask for a ratio, taken round by round, as the two had their turns side by side."""
    ratios = [mine / other for mine, other in zip(ours.rounds, reference.rounds, strict=True)]
    return Target(what=f"{ours.name} ÷ {reference.name}", reached=median(ratios), wanted=wanted)


def at_most(wanted: float, ours: Figure) -> Target:
    return Target(what=ours.name, reached=ours.median, wanted=wanted, at_most=True, unit=ours.unit)


def number(value: float) -> str:
    """Three figures are all that is meant."""
    digits = max(0, 2 - len(str(int(abs(value)))) + 1) if value else 0
    return f"{value:,.{digits}f}"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
