"""`mentoring purge`: nothing that was erased is left in files, of PostgreSQL or of Kafka."""

from collections.abc import Mapping
from uuid import UUID

import click
from psycopg.sql import SQL, Identifier

from cli.audit import as_operator
from cli.places import DatabaseType, running
from cli.writing import as_json_option, write
from shared.audit import note
from shared.database import connect
from shared.events.enrollment import PEOPLE_TOPIC
from shared.kafka.segments import close_segments
from shared.settings import KafkaSettings

# The tables that hold, or held, what can be erased.
PERSONAL: Mapping[str, tuple[str, ...]] = {
    "enrollment": ("people", "people_outbox"),
    "partnerships": ("people", "names", "texts"),
    "accountability": ("people", "names"),
}
NOBODY = UUID(int=0)


@click.command("purge")
@click.option(
    "--enrollment",
    type=DatabaseType(),
    envvar="ENROLLMENT_DATABASE_URL",
    show_envvar=True,
    help="Its database.",
)
@click.option(
    "--partnerships",
    type=DatabaseType(),
    envvar="PARTNERSHIPS_DATABASE_URL",
    show_envvar=True,
    help="Its database.",
)
@click.option(
    "--accountability",
    type=DatabaseType(),
    envvar="ACCOUNTABILITY_DATABASE_URL",
    show_envvar=True,
    help="Its database.",
)
@click.option(
    "--kafka",
    metavar="HOST:PORT,…",
    envvar="KAFKA_BOOTSTRAP_SERVERS",
    show_envvar=True,
    help="Its addresses.",
)
@click.option(
    "--topic-prefix",
    envvar="KAFKA_TOPIC_PREFIX",
    show_envvar=True,
    default="",
    help="What comes before every topic's name.",
)
@click.option("--dry-run", is_flag=True, help="Name what would be rewritten.")
@as_operator
@as_json_option
def purge_command(
    kafka: str | None,
    topic_prefix: str,
    operator: str,
    *,
    dry_run: bool,
    as_json: bool,
    **databases: str | None,
) -> None:
    """Rewrite what held erased people's data, and let Kafka compact the topic of people.

    What is not named is that of the running system on this machine. While a table is rewritten,
    whoever reads or writes it waits.
    """
    urls = {service: databases[service] or running().databases[service] for service in PERSONAL}
    servers = tuple((kafka or running().kafka_bootstrap_servers).split(","))
    settings = KafkaSettings(bootstrap_servers=servers, topic_prefix=topic_prefix)
    rewritten: dict[str, list[str]] = {}
    for service, tables in PERSONAL.items():
        rewritten[service] = _rewrite(urls[service], tables, None if dry_run else operator)
        done = "" if dry_run else " rewritten"
        click.echo(f"{service}: {', '.join(rewritten[service])}{done}", err=as_json)
    if not dry_run:
        close_segments(settings, PEOPLE_TOPIC, str(NOBODY).encode())
        click.echo(f"{PEOPLE_TOPIC}: Kafka compacts it within minutes", err=as_json)
    if as_json:
        write({"tables": rewritten, "topic": PEOPLE_TOPIC, "done": not dry_run})


def _rewrite(url: str, tables: tuple[str, ...], operator: str | None) -> list[str]:
    """A deleted row stays in its file until the table is written anew, in whichever schema."""
    with connect(url) as connection:
        found = connection.execute(
            """
            SELECT schemaname, tablename FROM pg_tables
            WHERE tablename = ANY(%s) AND schemaname NOT LIKE 'pg\\_%%'
            ORDER BY schemaname, tablename
            """,
            (list(tables),),
        ).fetchall()
        names = [f"{schema}.{table}" for schema, table in found]
        if operator is not None:
            for table in found:
                connection.execute(SQL("VACUUM (FULL) {}").format(Identifier(*table)))
            note(connection, operator, "purge", {"tables": names})
    return names
