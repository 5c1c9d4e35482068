"""What docs/metrics.md says there is, and what a process shows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from prometheus_client import Metric

from tests.support.eventually import eventually

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/metrics.md"

_ROW = re.compile(r"^\| `(mentoring_\w+)` \| (\w+) \|([^|]*)\| ([^|]*) \|", re.MULTILINE)
_TYPE = re.compile(r"^# TYPE (mentoring_\w+) (\w+)$", re.MULTILINE)
_LABELS = re.compile(r"^(mentoring_\w+)\{([^}]*)\}", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Documented:
    kind: str
    labels: frozenset[str]
    of: str

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What PromQL may say after the name."""
        return ("_bucket", "_count", "_sum") if self.kind == "histogram" else ("",)


def documented() -> dict[str, Documented]:
    return {
        name: Documented(kind=kind, labels=frozenset(re.findall(r"`(\w+)`", labels)), of=of)
        for name, kind, labels, of in _ROW.findall(PAGE.read_text(encoding="utf-8"))
    }


def selectable() -> set[str]:
    """Every name that a rule or a panel may ask for."""
    return {name + suffix for name, told in documented().items() for suffix in told.suffixes}


def shown(port: int) -> str:
    """What a process shows that may just be starting."""

    def answer() -> str | None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
                return str(answer.read().decode())
        except OSError:
            return None

    return eventually(answer, 60) or ""


def kinds(text: str) -> dict[str, str]:
    return dict(_TYPE.findall(text))


def labels(text: str, name: str) -> set[str]:
    """The labels of a metric's samples; `le` belongs to every histogram."""
    found = [pairs for sample, pairs in _LABELS.findall(text) if sample.startswith(name)]
    return {key for pairs in found for key in re.findall(r"(\w+)=", pairs)} - {"le"}


def values(metrics: Iterable[Metric]) -> dict[str, float]:
    """Each sample by its name and the values of its labels."""
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for metric in metrics
        for sample in metric.samples
    }
