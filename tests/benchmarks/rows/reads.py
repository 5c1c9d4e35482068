"""Any page of any list, over HTTP, among very many partnerships."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID, uuid4

from services.accountability.projections.mood import Mood
from shared.database import connect
from shared.events.accountability import AlertLevel, Rule
from tests.benchmarks.bench import Bench
from tests.benchmarks.filling import filled
from tests.benchmarks.row import Figure, Row, at_most, percentile
from tests.benchmarks.web import Reader, readers

PARTNERSHIPS = 1_000_000
ASKED = 2_000
_HANDLINGS = ("waiting", "acknowledged", "snoozed", "dismissed", "any")

Database = list[tuple[str, str, str]]  # alerts: level, due_at, alert_id


def measure(bench: Bench) -> Row:
    partnerships = bench.scaled(PARTNERSHIPS)
    url = filled(bench, partnerships)
    subject, program, alerts = _known(url)
    paths = list(_lists(program, alerts))
    with readers(bench.servers, url, subject) as (administrator, participant):
        figures = [
            *_figures("an administrator", administrator, paths, bench.scaled(ASKED)),
            *_figures("a mentor's manager", participant, paths, bench.scaled(ASKED)),
        ]
    return Row(
        name="reads",
        about=f"{len(paths)} lists of 50, from the start and from amidst, {partnerships:,} pairs",
        figures=figures,
        targets=[at_most(20.0, figure) for figure in figures if "p99" in figure.name],
    )


def _figures(who: str, reader: Reader, paths: list[str], asked: int) -> list[Figure]:
    """Ask for each list once to warm up, then at random."""
    for path in paths:
        reader.milliseconds(path)
    rng = Random(7)  # noqa: S311
    took = [(reader.milliseconds(path), path) for path in rng.choices(paths, k=asked)]
    times = [milliseconds for milliseconds, _ in took]
    return [
        Figure(name=f"{who}, p50", unit=" ms", rounds=[percentile(times, 0.5)]),
        Figure(name=f"{who}, p99", unit=" ms", rounds=[percentile(times, 0.99)]),
        Figure(name=f"{who}, slowest: {max(took)[1]}", unit=" ms", rounds=[max(times)]),
    ]


def _lists(program: str, alerts: Database) -> Iterator[str]:
    for health, its_program in product((None, "paused", *get_args(Mood)), (None, program)):
        for after in (None, str(UUID(int=2**127)), str(uuid4())):
            yield "/partnerships" + _query(after, health=health, program_id=its_program)
    for state, handling, rule in product(
        ("open", "closed", "any"), _HANDLINGS, (None, *get_args(Rule))
    ):
        for key in (None, alerts[0]):
            yield "/alerts" + _query(key, state=state, handling=handling, rule=rule)
    for level, key in product(get_args(AlertLevel), alerts):
        yield "/alerts" + _query(key, level=level, program_id=program)


def _query(after: str | tuple[str, ...] | None, **asked: str | None) -> str:
    given = {name: value for name, value in asked.items() if value is not None}
    if after is not None:
        key = [after] if isinstance(after, str) else list(after)
        given["cursor"] = urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
    return "?" + urlencode(given)


def _known(url: str) -> tuple[str, str, Database]:
    """Make a person of some manager; find a program, and alerts to go on after."""
    with connect(url) as connection:
        row = connection.execute(
            "SELECT mentor_manager_id, program_id::text"
            " FROM participants JOIN partnerships USING (partnership_id)"
            " ORDER BY partnership_id DESC LIMIT 1"
        ).fetchone()
        assert row is not None
        connection.execute(
            "INSERT INTO people (person_id, subject, time_zone) VALUES (%s, 'a manager', 'UTC')"
            " ON CONFLICT DO NOTHING",
            (row[0],),
        )
        alerts = connection.execute(
            "SELECT level::text, due_at::text, alert_id::text FROM alerts LIMIT 3"
        ).fetchall()
    return "a manager", row[1], [(level, due, id_) for level, due, id_ in alerts]
