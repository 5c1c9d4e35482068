"""message-db's own SQL, installed as its script does it."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import connect
from psycopg.conninfo import make_conninfo

from tests.benchmarks.rivals.venv import RIVALS

# In the order of its install.sh; its views and privileges have no bearing on appends.
_FILES = [
    "roles/message-store.sql",
    "schema/message-store.sql",
    "extensions/pgcrypto.sql",
    "tables/messages.sql",
    "types/message.sql",
    *(
        f"functions/{name}.sql"
        for name in ("hash-64", "category", "acquire-lock", "id", "cardinal-id", "stream-version")
    ),
    "functions/write-message.sql",
    *(f"indexes/messages-{name}.sql" for name in ("id", "stream", "category")),
]


@contextmanager
def message_db(admin_url: str, name: str) -> Iterator[str]:
    """Yield the address of a database with message-db in it."""
    with connect(admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        url = make_conninfo(admin_url, dbname=name, options="-c search_path=message_store,public")
        try:
            _install(url)
            yield url
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _install(url: str) -> None:
    with connect(url, autocommit=True) as database:
        for file in _FILES:
            database.execute((RIVALS.message_db / file).read_bytes())
