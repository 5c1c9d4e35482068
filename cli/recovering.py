"""`mentoring restored` and `mentoring rebuild`: a service's own history is whole again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
from psycopg import Rollback
from rich.console import Console
from rich.progress import Progress

from cli.audit import as_operator
from cli.places import Places, with_kafka
from cli.writing import as_json_option, write
from deploy.local.databases import SERVICES
from services.accountability.owning import OWN as ACCOUNTABILITY
from services.enrollment.owning import OWN as ENROLLMENT
from services.partnerships.owning import OWN as PARTNERSHIPS
from shared.audit import note
from shared.database import Connection, connect
from shared.home import is_home
from shared.restore import BusyError, Own, adopt, restore
from shared.settings import KafkaSettings
from shared.taking_back import ForkedError, Taken
from shared.taking_back import Progress as Tell

OWNS: Mapping[str, Own] = {
    "enrollment": ENROLLMENT,
    "partnerships": PARTNERSHIPS,
    "accountability": ACCOUNTABILITY,
}

_service = click.argument("service", type=click.Choice(SERVICES))
_dry_run = click.option("--dry-run", is_flag=True, help="Do it, tell of it, and undo it.")


@dataclass(frozen=True, kw_only=True)
class Found:
    service: str
    records: int
    taken_back: int
    unsaid: int
    dry_run: bool


@click.command("restored")
@_service
@click.option("--without-kafka", is_flag=True, help="Its topics are lost as well: see `refill`.")
@_dry_run
@as_operator
@with_kafka
@as_json_option
def restored_command(  # noqa: PLR0913
    places: Places,
    service: str,
    operator: str,
    *,
    without_kafka: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make the database of SERVICE, which was restored from a backup or set back, go on.

    Run it once for each such database, while no process of SERVICE runs, and before one is started.
    What the database has lost since the backup and had said is taken back from the service's topic,
    with the same ids and numbers; then its transactions are numbered for this PostgreSQL cluster.
    A database that is where it always was is refused.
    """
    kafka = None if without_kafka else places.kafka_settings()
    with connect(places.database(service)) as connection:
        if is_home(connection):
            raise click.ClickException(
                f"the database of {service} is where it always was: nothing was restored"
            )
        _tell(
            _recover(connection, service, kafka, ("restored", operator), dry_run=dry_run), as_json
        )


@click.command("rebuild")
@_service
@_dry_run
@as_operator
@with_kafka
@as_json_option
def rebuild_command(
    places: Places, service: str, operator: str, *, dry_run: bool, as_json: bool
) -> None:
    """Fill the new, empty database of SERVICE from Kafka, after the old one was lost.

    Make the database and migrate it (`python -m services.SERVICE migrate`), run this, then start
    the processes. Its own events come back under the same ids, also how alerts were handled; its
    consumer then hears everything from the beginning, and derives nothing anew that is there
    already: nobody is told anything twice. `mentoring lag` shows how far it is, `mentoring verify`
    that it is right. Texts of goals and notes, and keys of repeated requests, are on no topic.
    """
    with connect(places.database(service)) as connection:
        if not _is_new(connection):
            raise click.ClickException(
                f"the database of {service} is not empty: make a new one, or see `restored`"
            )
        found = _recover(
            connection, service, places.kafka_settings(), ("rebuild", operator), dry_run=dry_run
        )
    _tell(found, as_json)


def _is_new(connection: Connection) -> bool:
    query = "SELECT EXISTS (SELECT FROM events) OR EXISTS (SELECT FROM journal)"
    return connection.execute(query).fetchone() == (False,)


def _recover(
    connection: Connection,
    service: str,
    kafka: KafkaSettings | None,
    audit: tuple[str, str],
    *,
    dry_run: bool,
) -> Found:
    command, operator = audit
    try:
        with connection.transaction(), progress(f"{service}: reading its topic") as tell:
            taken = _take(connection, service, kafka, tell)
            found = Found(
                service=service,
                records=taken.records,
                taken_back=taken.events,
                unsaid=_unsaid(connection),
                dry_run=dry_run,
            )
            note(connection, operator, command, {"service": service, "taken_back": taken.events})
            if dry_run:
                raise Rollback
    except (BusyError, ForkedError) as error:
        raise click.ClickException(str(error)) from error
    return found


def _take(connection: Connection, service: str, kafka: KafkaSettings | None, tell: Tell) -> Taken:
    if kafka is not None:
        return restore(connection, kafka, OWNS[service], tell)
    adopt(connection)
    return Taken(records=0, events=0, after=0)


def _unsaid(connection: Connection) -> int:
    row = connection.execute(
        """
        SELECT count(*)
        FROM events, relay
        WHERE (events.xid, events.position) > (relay.xid, relay.position)
        """
    ).fetchone()
    return row[0] if row else 0


@contextmanager
def progress(what: str) -> Iterator[Tell]:
    """Show on stderr how many of how many are done."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield tell


def _tell(found: Found, as_json: Any) -> None:
    if as_json:
        write(found)
        return
    undone = " (dry run: nothing was changed)" if found.dry_run else ""
    click.echo(
        f"{found.service}: {found.records} records in its topic, {found.taken_back} events taken "
        f"back, {found.unsaid} to be said{undone}"
    )
