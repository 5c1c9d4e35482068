"""One database and one role a service; no role can even connect to another's database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection, connect
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier, Literal

from deploy.local.keep import kept_password

SERVICES = ("enrollment", "partnerships", "accountability")

# An open transaction hides newer events from every reader, so a forgotten one is ended.
LIMITS = {
    "idle_in_transaction_session_timeout": "30s",
}


@dataclass(frozen=True, kw_only=True)
class Database:
    name: str
    role: str
    password: str

    def url(self, admin_url: str) -> str:
        address = conninfo_to_dict(admin_url)
        host, port = address.get("host", "127.0.0.1"), address.get("port", 5432)
        return f"postgresql://{self.role}:{self.password}@{host}:{port}/{self.name}"


def service_databases(folder: Path, *, prefix: str = "") -> Mapping[str, Database]:
    """The database of each service, with the passwords kept in `folder`."""
    return {
        service: Database(
            name=f"{prefix}{service}",
            role=f"{prefix}{service}",
            password=kept_password(folder, service),
        )
        for service in SERVICES
    }


def ensure_databases(admin_url: str, databases: Sequence[Database]) -> None:
    with connect(admin_url, autocommit=True) as admin:
        for database in databases:
            _ensure_role(admin, database)
            _ensure_database(admin, database)


def drop_databases(admin_url: str, databases: Sequence[Database]) -> None:
    with connect(admin_url, autocommit=True) as admin:
        for database in databases:
            admin.execute(
                SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database.name))
            )
            admin.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(database.role)))


def _ensure_role(admin: Connection, database: Database) -> None:
    role = Identifier(database.role)
    if not _exists(admin, "SELECT FROM pg_roles WHERE rolname = %s", database.role):
        admin.execute(SQL("CREATE ROLE {} LOGIN").format(role))
    admin.execute(SQL("ALTER ROLE {} PASSWORD {}").format(role, Literal(database.password)))
    for setting, value in LIMITS.items():
        admin.execute(
            SQL("ALTER ROLE {} SET {} = {}").format(role, Identifier(setting), Literal(value))
        )


def _ensure_database(admin: Connection, database: Database) -> None:
    name = Identifier(database.name)
    if not _exists(admin, "SELECT FROM pg_database WHERE datname = %s", database.name):
        admin.execute(SQL("CREATE DATABASE {} OWNER {}").format(name, Identifier(database.role)))
    admin.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))


def _exists(admin: Connection, query: str, name: str) -> bool:
    return admin.execute(query.encode(), (name,)).fetchone() is not None
