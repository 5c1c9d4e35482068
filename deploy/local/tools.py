"""The programs that the machine has to bring; one that is missing is named with what to install."""

import os
import re
import subprocess
from pathlib import Path
from shutil import which

from deploy.local.errors import MissingToolError

LEAST_JAVA = 17
LEAST_POSTGRES = 15
POSTGRES_FOLDERS = Path("/usr/lib/postgresql")


def find_postgres() -> Path:
    """The folder of the newest PostgreSQL server's programs."""
    folders = [folder for folder in _postgres_folders() if _is_server(folder)]
    if not folders:
        raise MissingToolError(
            f"PostgreSQL {LEAST_POSTGRES} or newer is missing: install its server programs "
            "(Debian: apt-get install postgresql), or set POSTGRES_ADMIN_URL"
        )
    return max(folders, key=_postgres_version)


def find_java() -> Path:
    home = os.environ.get("JAVA_HOME")
    java = which("java", path=f"{home}/bin") if home else which("java")
    if java is None or _java_version(Path(java)) < LEAST_JAVA:
        raise MissingToolError(
            f"Java {LEAST_JAVA} or newer is missing: install it "
            "(Debian: apt-get install openjdk-17-jre-headless), or set KAFKA_BOOTSTRAP_SERVERS"
        )
    return Path(java)


def find_maven() -> Path:
    maven = which("mvn")
    if maven is None:
        raise MissingToolError(
            "Maven is missing, which fetches Kafka: install it "
            "(Debian: apt-get install maven), or set KAFKA_BOOTSTRAP_SERVERS"
        )
    return Path(maven)


def _postgres_folders() -> list[Path]:
    on_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    return [*on_path, *POSTGRES_FOLDERS.glob("*/bin")]


def _is_server(folder: Path) -> bool:
    programs = [folder / "initdb", folder / "postgres"]
    if not all(os.access(program, os.X_OK) for program in programs):
        return False
    return _postgres_version(folder) >= LEAST_POSTGRES


def _postgres_version(folder: Path) -> int:
    return _first_number(_output(folder / "postgres", "--version"))


def _java_version(java: Path) -> int:
    return _first_number(_output(java, "-version"))


def _output(program: Path, argument: str) -> str:
    return subprocess.run(
        [program, argument],
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ).stdout


def _first_number(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0
