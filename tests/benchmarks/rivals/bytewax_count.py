"""`bytewax_count.py URL BROKER PREFIX EVENTS WORKERS`: events a second, counted a stream."""

import sys
from time import monotonic
from typing import Any

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSource
from bytewax.dataflow import Dataflow
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from bytewax.testing import cluster_main
from psycopg import connect

TOPIC = "mentoring.partnerships.events"

Counted = tuple[str, int]
began: list[float] = []


class CountsPartition(StatelessSinkPartition[Counted]):
    def __init__(self, url: str) -> None:
        self._connection = connect(url)
        began.append(monotonic())

    def write_batch(self, items: list[Counted]) -> None:
        """Write the last count of each stream, a batch a transaction."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(
                """
                INSERT INTO counts VALUES (%s, %s)
                ON CONFLICT (stream) DO UPDATE SET events = EXCLUDED.events
                """,
                list(dict(items).items()),
            )


class Counts(DynamicSink[Counted]):
    def __init__(self, url: str) -> None:
        self._url = url

    def build(self, _step_id: str, _worker: int, _workers: int) -> CountsPartition:
        return CountsPartition(self._url)


def key(record: Any) -> tuple[str, bytes]:
    return record.key.decode(), record.value


def count(seen: int | None, _value: bytes) -> tuple[int, int]:
    return ((seen or 0) + 1,) * 2


def flow(url: str, broker: str, prefix: str) -> Dataflow:
    made = Dataflow("count")
    source = KafkaSource([broker], [prefix + TOPIC], tail=False, batch_size=5_000)
    keyed = op.map("key", op.input("in", made, source), key)
    counted = op.stateful_map("count", keyed, count)
    op.output("out", counted, Counts(url))
    return made


def main(url: str, broker: str, prefix: str, events: int, workers: int) -> None:
    with connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE counts (stream text PRIMARY KEY, events integer)")
    cluster_main(flow(url, broker, prefix), [], 0, worker_count_per_proc=workers)
    sys.stdout.write(f"{events / (monotonic() - began[0])}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
