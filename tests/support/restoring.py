"""Backups as operators make them, and another PostgreSQL cluster to restore them into."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from deploy.local.databases import Database, ensure_databases
from deploy.local.postgres import prepare_postgres, start_postgres, wait_for_postgres
from deploy.local.tools import find_postgres
from tests.support.databases import Templates


def dump(url: str, folder: Path) -> Path:
    file = folder / f"{conninfo_to_dict(url)['dbname']}.dump"
    command = [program("pg_dump"), "--format=custom", "--file", str(file), url]
    subprocess.run(command, check=True)
    return file


def restore_dump(file: Path, url: str) -> None:
    command = [program("pg_restore"), "--exit-on-error", "--dbname", url, str(file)]
    subprocess.run(command, check=True)


def program(name: str) -> str:
    """Find it beside the server, of whose version it has to be."""
    return str((find_postgres() / "postgres").resolve().with_name(name))


@contextmanager
def another_cluster(folder: Path, templates: Templates) -> Iterator[Mapping[str, str]]:
    """Yield addresses of empty databases, one a service, of the roles that the dumps know."""
    cluster = prepare_postgres(folder, durable=False)
    server = start_postgres(cluster, folder)
    try:
        wait_for_postgres(cluster.admin_url, server)
        databases: Mapping[str, Database] = {
            service: replace(template, name=service)
            for service, template in templates.templates.items()
        }
        ensure_databases(cluster.admin_url, list(databases.values()))
        yield {service: each.url(cluster.admin_url) for service, each in databases.items()}
    finally:
        server.stop()
