"""How many tests of each kind there were, and how long they took: the kind is the folder."""

from collections import defaultdict
from dataclasses import dataclass, field

import pytest


@dataclass(kw_only=True)
class Kind:
    tests: int = 0
    skipped: int = 0
    seconds: float = 0.0


@dataclass(kw_only=True, eq=False)  # pytest keeps its plugins in sets
class Times:
    """A pytest plugin; set-up and tear-down count for the kind of the test that they were for."""

    kinds: dict[str, Kind] = field(default_factory=lambda: defaultdict(Kind))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        kind = self.kinds[report.nodeid.split("/")[1]]
        kind.seconds += report.duration
        kind.skipped += report.skipped
        kind.tests += report.when == "call" and not report.skipped

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("kinds of tests")
        for name, kind in sorted(self.kinds.items()):
            skipped = f"  ({kind.skipped} skipped)" if kind.skipped else ""
            terminalreporter.line(
                f"{name:<12} {kind.tests:>5} tests {kind.seconds:>7.1f} s{skipped}"
            )
