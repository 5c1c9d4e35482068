"""`quixstreams_count.py URL BROKER PREFIX EVENTS PROCESSES`: events a second, counted a stream."""

import sys
from multiprocessing import Pool
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any
from uuid import uuid4

from psycopg import connect
from quixstreams import Application, State
from quixstreams.sinks import BatchingSink, SinkBatch

TOPIC = "mentoring.partnerships.events"
PARTITIONS = 6


class Counts(BatchingSink):
    """The last count of each stream, a batch a transaction."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.times: list[float] = []

    def setup(self) -> None:
        self._connection = connect(self._url)

    def write(self, batch: SinkBatch) -> None:
        last = {item.key: item.value for item in batch}
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(
                """
                INSERT INTO counts VALUES (%s, %s)
                ON CONFLICT (stream) DO UPDATE SET events = EXCLUDED.events
                """,
                list(last.items()),
            )
        self.times.append(monotonic())


def count(_value: Any, state: State) -> int:
    seen: int = state.get("seen", 0) + 1
    state.set("seen", seen)
    return seen


def work(url: str, broker: str, prefix: str, group: str, events: int) -> tuple[float, float]:
    sink, first = Counts(url), list[float]()
    with TemporaryDirectory() as folder:
        application = Application(
            broker,
            consumer_group=group,
            auto_offset_reset="earliest",
            commit_interval=0.5,
            state_dir=folder,
            loglevel="ERROR",
            on_message_processed=lambda *_: first.append(monotonic()) if not first else None,
        )
        topic = application.topic(
            prefix + TOPIC, key_deserializer="str", value_deserializer="bytes"
        )
        counted = application.dataframe(topic).apply(count, stateful=True)
        counted.sink(sink)
        application.run(count=events, timeout=30, collect=False)
    return first[0], sink.times[-1]


def main(url: str, broker: str, prefix: str, events: int, processes: int) -> None:
    with connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE counts (stream text PRIMARY KEY, events integer)")
    group = str(uuid4())
    share = [(url, broker, prefix, group, events // processes)] * processes
    with Pool(processes) as pool:
        spans = pool.starmap(work, share, chunksize=1)
    took = max(end for _, end in spans) - min(begin for begin, _ in spans)
    sys.stdout.write(f"{events / took}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
