"""Appends in full (key, compare-and-set, event) by 32 clients, ten to a stream."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from secrets import token_hex

from tests.benchmarks.appending import append_for
from tests.benchmarks.bench import Bench
from tests.benchmarks.pgbench import CLIENTS, appends_a_second
from tests.benchmarks.processes import together
from tests.benchmarks.rivals.message_db import message_db
from tests.benchmarks.row import Row, at_least, in_turns

PROCESSES = 4
SECONDS = 5  # at least: clients that wait for each other come to nothing in less

DATA = '{"goal_id":"5f0c5a3e-7a0c-4c1e-9b1e-0a3d2c4b5e6f","level":2}'
OURS = f"""
SELECT append_command('partnership-' || :stream::text, VERSION, ('[{{"version":' || (VERSION + 1)
|| ',"id":"' || gen_random_uuid() || '","type":"ProgressReported","schema_version":1,
"occurred_at":"2026-01-01T00:00:00Z","data":{DATA}}}]')::jsonb, 'a mentee', gen_random_uuid(),
NULL, NULL, NULL, gen_random_uuid()::text, repeat('0', 64), '{{"answer":{{}}}}'::jsonb);
""".replace("\n", " ")
PLAIN = f"""
INSERT INTO events (stream, version, id, type, schema_version, data, actor, correlation_id,
occurred_at, recorded_at) VALUES ('partnership-' || :stream::text, VERSION + 1, gen_random_uuid(),
'ProgressReported', 1, '{DATA}', 'a mentee', gen_random_uuid(), '2026-01-01', clock_timestamp());
""".replace("\n", " ")  # noqa: S608 - our own text
MESSAGE_DB = f"""
SELECT write_message(gen_random_uuid()::text, CATEGORY || '-' || :stream::text, 'ProgressReported',
'{DATA}'::jsonb, '{{"actor":"a mentee"}}'::jsonb, VERSION - 1);
""".replace("\n", " ")
ONE_CATEGORY = MESSAGE_DB.replace("CATEGORY", "'partnership'")
SIXTEEN_CATEGORIES = MESSAGE_DB.replace("CATEGORY", "'partnership' || :category::text")

IN_FULL = "ours through Python"
FUNCTION = "ours, the SQL function alone"
ONE = "message-db, one category"
SIXTEEN = "message-db, 16 categories"
EVENTSOURCING = "eventsourcing (PostgreSQL recorder)"


def measure(bench: Bench) -> Row:
    with ExitStack() as open_:
        contenders = _contenders(bench, open_)
        figures = in_turns(contenders, "/s", bench.rounds)
    ours, function = figures[IN_FULL], figures[FUNCTION]
    return Row(
        name="append",
        about=f"an event in full, {CLIENTS} clients; Python: {PROCESSES} processes of 8 threads",
        figures=list(figures.values()),
        targets=[
            at_least(5.0, ours, figures[EVENTSOURCING]),
            at_least(3.0, function, figures[ONE]),
            at_least(1.3, function, figures[SIXTEEN]),
        ],
    )


def _contenders(bench: Bench, open_: ExitStack) -> Mapping[str, Callable[[], float]]:
    seconds = max(SECONDS, SECONDS * bench.scale)
    ours, plain, other = (open_.enter_context(bench.database("partnerships")) for _ in range(3))
    theirs = open_.enter_context(message_db(bench.servers.postgres_url, f"m{token_hex(4)}"))
    return {
        IN_FULL: lambda: _in_full(ours, seconds),
        EVENTSOURCING: lambda: float(
            bench.rival("eventsourcing_append.py", other, PROCESSES, CLIENTS // PROCESSES, seconds)
        ),
        FUNCTION: lambda: appends_a_second(ours, OURS, seconds),
        ONE: lambda: appends_a_second(theirs, ONE_CATEGORY, seconds),
        SIXTEEN: lambda: appends_a_second(theirs, SIXTEEN_CATEGORIES, seconds),
        "plain INSERT, the floor": lambda: appends_a_second(plain, PLAIN, seconds),
    }


def _in_full(url: str, seconds: float) -> float:
    threads = CLIENTS // PROCESSES
    counts = together(append_for, [(url, threads, seconds)] * PROCESSES)
    return sum(done / took for done, took in counts)
