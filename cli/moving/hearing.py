"""Has partnerships heard all that enrollment has recorded? Its positions tell."""

from collections.abc import Sequence
from threading import Event
from time import monotonic
from typing import Any, LiteralString

import click

from cli.places import Places
from shared.database import Connection, connect
from shared.events.enrollment import TOPIC
from shared.history import last_recorded
from shared.kafka.client import end_offsets

_PATIENCE_SECONDS = 120
_EVERY_SECONDS = 0.1


def wait_until_partnerships_has_heard(places: Places) -> None:
    """Return when all that enrollment had recorded before this call is heard."""
    deadline = monotonic() + _PATIENCE_SECONDS
    with (
        connect(places.database("enrollment")) as enrollment,
        connect(places.database("partnerships")) as partnerships,
    ):
        last = last_recorded(enrollment)
        while not _row(enrollment, _SAID, last):
            _wait(deadline, "the relay of enrollment")
        ends = end_offsets(places.kafka_settings(), TOPIC)
        while not _row(partnerships, _HEARD, (TOPIC, list(ends), list(ends.values()))):
            _wait(deadline, "the consumer of partnerships")


_SAID = "SELECT (xid, position) >= (%s::text::xid8, %s) FROM relay"

_HEARD = """
    SELECT bool_and(coalesce("offset", 0) >= "end")
    FROM (
        SELECT %s AS topic, * FROM unnest(%s::integer[], %s::bigint[])
    ) AS ends (topic, partition, "end")
    LEFT JOIN positions USING (topic, partition)
"""


def _row(connection: Connection, query: LiteralString, values: Sequence[Any]) -> bool:
    row = connection.execute(query, values).fetchone()
    return row is not None and bool(row[0])


def _wait(deadline: float, whom: str) -> None:
    if monotonic() > deadline:
        raise click.ClickException(
            f"{whom} is not up to date after {_PATIENCE_SECONDS} s: see `mentoring lag`, then load "
            "the same file again"
        )
    Event().wait(_EVERY_SECONDS)
