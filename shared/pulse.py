"""Whether a process without a web server still does its work."""

from dataclasses import dataclass, field
from time import monotonic

_SECONDS = 10.0


@dataclass(kw_only=True)
class Pulse:
    """Beats with every step that was done. A process that starts again and again has none."""

    _last: float = field(default=float("-inf"))

    def beat(self) -> None:
        self._last = monotonic()

    def beats(self) -> bool:
        return monotonic() - self._last < _SECONDS
