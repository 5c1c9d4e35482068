"""`eventsourcing_append.py URL PROCESSES THREADS SECONDS`: appends a second, one event each."""

import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool
from time import monotonic
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

STATE = b'{"goal_id":"5f0c5a3e-7a0c-4c1e-9b1e-0a3d2c4b5e6f","level":2}'
EVENTS = 10  # of a stream


def recorder(url: str, threads: int) -> PostgresApplicationRecorder:
    address = conninfo_to_dict(url)
    datastore = PostgresDatastore(
        dbname=address["dbname"],
        host=address["host"],
        port=address["port"],
        user=address["user"],
        password=address["password"],
        pool_size=threads,
    )
    return PostgresApplicationRecorder(datastore)


def append_until(store: PostgresApplicationRecorder, end: float) -> int:
    done = 0
    while monotonic() < end:
        stream = uuid4()
        for version in range(1, EVENTS + 1):
            event = StoredEvent(
                originator_id=stream,
                originator_version=version,
                topic="mentoring:ProgressReported",
                state=STATE,
            )
            store.insert_events([event])
            done += 1
    return done


def work(url: str, threads: int, seconds: float) -> float:
    store = recorder(url, threads)
    store.max_notification_id()
    began = monotonic()
    with ThreadPoolExecutor(threads) as pool:
        done = sum(pool.map(append_until, [store] * threads, [began + seconds] * threads))
    return done / (monotonic() - began)


def main(url: str, processes: int, threads: int, seconds: float) -> None:
    recorder(url, 1).create_table()
    with Pool(processes) as pool:
        rates = pool.starmap(work, [(url, threads, seconds)] * processes, chunksize=1)
    sys.stdout.write(f"{sum(rates)}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
