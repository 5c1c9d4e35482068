"""Where `make bench` installs what others have made, apart from everything of ours."""

from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Rivals:
    folder: Path
    home: Path

    @property
    def python(self) -> Path:
        return self.home / "bin" / "python"

    @property
    def message_db(self) -> Path:
        return self.home / "package" / "database"


RIVALS = Rivals(folder=_HERE, home=_HERE.parents[2] / ".venv-bench")
