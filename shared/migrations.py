"""Bring a database up to date: numbered SQL files, each applied once, in order, under a lock."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from shared.database import Connection, connect

SHARED = Path(__file__).with_suffix("")
_LOCK = 7_036_259_014  # any number that nothing else in these databases locks


class ChangedMigrationError(Exception):
    """A migration that was applied before has been edited: put it back, and add a new one."""


def migrate(database_url: str, *folders: Path) -> None:
    """Apply what is new in `folders`, in the order given; refuse if an applied file has changed."""
    with connect(database_url) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        connection.execute(
            """
            CREATE TABLE IF NOT EXISTS migrations (
                name text PRIMARY KEY,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """
        )
        for name, sql in _files(folders):
            _apply(connection, name, sql)


def _files(folders: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the name, `<service or shared>/<file>`, and the text of every migration in order."""
    for folder in folders:
        for file in sorted(folder.glob("*.sql")):
            yield f"{folder.parent.name}/{file.name}", file.read_bytes()


def _apply(connection: Connection, name: str, sql: bytes) -> None:
    checksum = sha256(sql).hexdigest()
    applied = connection.execute(
        "SELECT checksum FROM migrations WHERE name = %s", (name,)
    ).fetchone()
    if applied is None:
        connection.execute(sql)
        connection.execute(
            "INSERT INTO migrations (name, checksum) VALUES (%s, %s)", (name, checksum)
        )
    elif applied != (checksum,):
        raise ChangedMigrationError(name)
