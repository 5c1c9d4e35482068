"""Where the databases and Kafka are: as options say, the environment, or the running system."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click
from psycopg import OperationalError, ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import UndefinedColumn, UndefinedFunction, UndefinedTable

from deploy.local.addresses import Addresses, read_addresses
from deploy.local.databases import SERVICES
from deploy.local.errors import StackError
from shared.kafka.client import BrokerError
from shared.settings import KafkaSettings


class DatabaseType(click.ParamType[str]):
    """The address of a database."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            conninfo_to_dict(value)
        except ProgrammingError:  # it repeats the address, and a password may be in it
            self.fail("it is not like postgresql://name:password@host:5432/database", param, ctx)
        return value


accountability_option = click.option(
    "--database",
    type=DatabaseType(),
    envvar="ACCOUNTABILITY_DATABASE_URL",
    show_envvar=True,
    help="Accountability's database; else that of what `make run` started.",
)


@dataclass(frozen=True, kw_only=True)
class Places:
    """What is not named is that of what `make run` started on this machine."""

    databases: Mapping[str, str | None]
    kafka: str | None
    topic_prefix: str

    def database(self, service: str) -> str:
        return self.databases.get(service) or running().databases[service]

    def kafka_settings(self) -> KafkaSettings:
        servers = self.kafka or running().kafka_bootstrap_servers
        return KafkaSettings(
            bootstrap_servers=tuple(servers.split(",")), topic_prefix=self.topic_prefix
        )


def with_databases(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the databases, as `places`."""

    @wraps(command)
    def placed(*args: Any, **options: Any) -> Any:
        databases = {service: options.pop(_option(service)) for service in SERVICES}
        kafka, prefix = options.pop("kafka", None), options.pop("topic_prefix", "")
        places = Places(databases=databases, kafka=kafka, topic_prefix=prefix)
        with failures_told():
            return command(*args, places=places, **options)

    for service in reversed(SERVICES):
        placed = click.option(
            f"--{service}-database",
            type=DatabaseType(),
            envvar=f"{service.upper()}_DATABASE_URL",
            show_envvar=True,
            help=f"Where {service} keeps its data; else that of what `make run` started.",
        )(placed)
    return placed


def with_kafka(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command databases and Kafka, as `places`."""
    placed = click.option(
        "--topic-prefix",
        envvar="KAFKA_TOPIC_PREFIX",
        show_envvar=True,
        default="",
        help="What comes before every topic's name.",
    )(with_databases(command))
    return click.option(
        "--kafka",
        metavar="HOST:PORT,…",
        envvar="KAFKA_BOOTSTRAP_SERVERS",
        show_envvar=True,
        help="Kafka's addresses; else that of what `make run` started.",
    )(placed)


@contextmanager
def failures_told() -> Iterator[None]:
    """Say in a line which server does not answer."""
    try:
        yield
    except OperationalError as error:
        raise click.ClickException(f"a database does not answer: {error}") from error
    except BrokerError as error:
        raise click.ClickException(f"Kafka does not answer: {error!r}") from error
    except (UndefinedColumn, UndefinedFunction, UndefinedTable) as error:
        raise click.ClickException(
            "a database is of another release, run `python -m services.<name> migrate` for each: "
            f"{error.diag.message_primary}"
        ) from error


def running() -> Addresses:
    """Where what runs is, for what no option names."""
    try:
        return read_addresses()
    except StackError as unknown:
        raise click.ClickException(
            f"{unknown}; for what runs with another --folder let MENTORING_ADDRESSES name the "
            "addresses.json in that; or name the addresses, see --help for the options"
        ) from unknown


def _option(service: str) -> str:
    return f"{service}_database"
