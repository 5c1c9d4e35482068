"""32 clients that say SQL as fast as the server answers: PostgreSQL's own pgbench."""

import re
import subprocess
import tempfile
from pathlib import Path

from deploy.local.tools import find_postgres

CLIENTS = 32
EVENTS = 10  # of a stream, appended one after the other


def appends_a_second(url: str, statement: str, seconds: float) -> float:
    """Run `statement` for the versions 0 to 9 of one new stream after the other."""
    lines = ["\\set stream random(1, 1000000000000000000)", "\\set category random(0, 15)"]
    lines += [statement.replace("VERSION", str(version)) for version in range(EVENTS)]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "append.sql"
        script.write_text("\n".join(lines))
        return EVENTS * _scripts_a_second(url, script, seconds)


def _scripts_a_second(url: str, script: Path, seconds: float) -> float:
    command = [
        *(str(_pgbench()), "-n", "-M", "prepared"),
        *("-c", str(CLIENTS), "-j", "2", "-T", str(max(1, round(seconds))), "-f", str(script), url),
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", told)
    assert found is not None, told
    return float(found[1])


def _pgbench() -> Path:
    """Beside the server itself, which may be linked to from elsewhere."""
    return (find_postgres() / "postgres").resolve().with_name("pgbench")
