"""Looks for words wherever they could lie: tables, files of PostgreSQL and of Kafka, logs."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.admin import AlterConfigOp, ConfigResource, ConfigResourceType
from kafka.record import MemoryRecords
from psycopg import Connection, connect
from psycopg.sql import SQL, Identifier

from shared.settings import KafkaSettings

# Files that were compacted away are removed at once, not after a minute.
_EAGER = {"file.delete.delay.ms": "100"}


def tables_with(admin_url: str, database: str, words: Iterable[str]) -> list[str]:
    """The tables of a database in which a word stands, the system's own among them."""
    wanted = [word.casefold() for word in words]
    with connect(admin_url, dbname=database) as connection:
        return [
            table
            for schema, table in _tables(connection)
            if _contains(_rows(connection, schema, table), wanted)
        ]


def files_with(admin_url: str, database: str, words: Iterable[str]) -> list[str]:
    """The files of a database in which a word stands, after all was written to them."""
    with connect(admin_url, dbname=database, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            """
            SELECT current_setting('data_directory'), oid
            FROM pg_database
            WHERE datname = current_database()
            """
        ).fetchone()
        assert row is not None
    folder = Path(row[0]) / "base" / str(row[1])
    return [file.name for file in sorted(folder.iterdir()) if _contains([_read(file)], words)]


def segments_with(kafka: KafkaSettings, topic: str, words: Iterable[str]) -> list[str]:
    """The files of a topic in which a word stands, compressed or not."""
    return [
        f"{file.parent.name}/{file.name}"
        for folder in _log_folders(kafka)
        for file in sorted(folder.glob(f"{kafka.topic_prefix}{topic}-*/*"))
        if _contains([_read(file), *_values(file)], words)
    ]


def logs_with(folder: Path, words: Iterable[str]) -> list[str]:
    """The log files of processes in which a word stands."""
    return [
        str(file) for file in sorted(folder.rglob("log/*.log")) if _contains([_read(file)], words)
    ]


@contextmanager
def eager_removal(kafka: KafkaSettings, topic: str) -> Iterator[None]:
    admin = KafkaAdminClient(bootstrap_servers=list(kafka.bootstrap_servers))
    name = kafka.topic_prefix + topic
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, _EAGER)])
    yield
    back = dict.fromkeys(_EAGER, (AlterConfigOp.DELETE, None))
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, back)])
    admin.close()


def _tables(connection: Connection) -> Sequence[tuple[str, str]]:
    return connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname <> 'information_schema'"
    ).fetchall()


def _rows(connection: Connection, schema: str, table: str) -> Iterator[bytes]:
    query = SQL("SELECT t::text FROM {}.{} AS t").format(Identifier(schema), Identifier(table))
    for (row,) in connection.execute(query):
        yield row.encode()


def _log_folders(kafka: KafkaSettings) -> list[Path]:
    admin = KafkaAdminClient(bootstrap_servers=list(kafka.bootstrap_servers))
    try:
        found = admin.describe_log_dirs()
    finally:
        admin.close()
    return [Path(folder["log_dir"]) for broker in found for folder in broker["log_dirs"]]


def _values(segment: Path) -> Iterator[bytes]:
    """What is in the records, which lie there compressed."""
    if segment.name.partition(".")[2].startswith("log"):
        batches = MemoryRecords(_read(segment))
        while batches.has_next():
            for record in batches.next_batch():
                yield record.value or b""


def _contains(texts: Iterable[bytes], words: Iterable[str]) -> bool:
    wanted = [word.casefold().encode() for word in words]
    return any(word in text.lower() for text in texts for word in wanted)


def _read(file: Path) -> bytes:
    """Nothing, if it has gone meanwhile."""
    try:
        return file.read_bytes() if file.is_file() else b""
    except FileNotFoundError:
        return b""
