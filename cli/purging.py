"""`mentoring purge`: nothing that was erased is left in files, of PostgreSQL or of Kafka."""

from collections.abc import Mapping
from uuid import UUID

import click
from psycopg.sql import SQL, Identifier

from deploy.local.addresses import Addresses, read_addresses
from deploy.local.errors import StackError
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
@click.option("--enrollment", envvar="ENROLLMENT_DATABASE_URL", help="Its database.")
@click.option("--partnerships", envvar="PARTNERSHIPS_DATABASE_URL", help="Its database.")
@click.option("--accountability", envvar="ACCOUNTABILITY_DATABASE_URL", help="Its database.")
@click.option("--kafka", help="Its addresses, separated by commas.")
@click.option("--topic-prefix", envvar="KAFKA_TOPIC_PREFIX", default="")
def purge_command(kafka: str | None, topic_prefix: str, **databases: str | None) -> None:
    """Rewrite what held erased people's data, and let Kafka compact the topic of people.

    What is not named is that of the running system on this machine.
    """
    for service, tables in PERSONAL.items():
        _rewrite(databases[service] or _running().databases[service], tables)
        click.echo(f"{service}: {', '.join(tables)} rewritten")
    servers = tuple((kafka or _running().kafka_bootstrap_servers).split(","))
    settings = KafkaSettings(bootstrap_servers=servers, topic_prefix=topic_prefix)
    close_segments(settings, PEOPLE_TOPIC, str(NOBODY).encode())
    click.echo(f"{PEOPLE_TOPIC}: Kafka compacts it within minutes")


def _rewrite(url: str, tables: tuple[str, ...]) -> None:
    """A deleted row stays in its file until the table is written anew."""
    with connect(url) as connection:
        for table in tables:
            connection.execute(SQL("VACUUM (FULL) {}").format(Identifier(table)))


def _running() -> Addresses:
    try:
        return read_addresses()
    except StackError as unknown:
        raise click.ClickException(f"{unknown}; or name the addresses") from unknown
