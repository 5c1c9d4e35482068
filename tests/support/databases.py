"""Databases for tests: migrated once a session, then cloned for whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from psycopg import connect
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from deploy.local.databases import Database, drop_databases, ensure_databases
from shared.migrations import SHARED, migrate

ROOT = Path(__file__).parents[2]
_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Templates:
    """`templates` are made and migrated when first asked for."""

    admin_url: str
    templates: Mapping[str, Database]

    def clone(self, service: str) -> str:
        """The address of a new, migrated database, as the service's own role sees it."""
        template = self.templates[service]
        self._make(service, template)
        database = replace(template, name=f"{template.name}_{next(_numbers)}")
        self._run(
            SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            .format(Identifier(database.name), Identifier(template.name), Identifier(template.role))
            .as_string()
        )
        return database.url(self.admin_url)

    def drop(self, url: str) -> None:
        name = str(conninfo_to_dict(url)["dbname"])
        self._run(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)).as_string())

    def drop_all(self) -> None:
        drop_databases(self.admin_url, list(self.templates.values()))

    def _make(self, service: str, template: Database) -> None:
        with connect(self.admin_url) as admin:
            made = admin.execute(
                "SELECT FROM pg_database WHERE datname = %s", (template.name,)
            ).fetchone()
        if made is None:
            ensure_databases(self.admin_url, [template])
            migrate(
                template.url(self.admin_url), SHARED, ROOT / "services" / service / "migrations"
            )

    def _run(self, statement: str) -> None:
        with connect(self.admin_url, autocommit=True) as admin:
            admin.execute(statement.encode())
