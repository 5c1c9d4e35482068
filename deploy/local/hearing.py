"""Has accountability heard all that was said so far? Its own positions tell."""

import time
from datetime import datetime

from psycopg import Connection, connect

from deploy.local.errors import NotReadyError
from shared.events.partnerships import TOPIC

HEARD_SECONDS = 60


def wait_until_heard(database_url: str) -> None:
    """Return when it knows everything that partnerships recorded before this call."""
    deadline = time.monotonic() + HEARD_SECONDS
    with connect(database_url, autocommit=True) as connection:
        (now,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
        while not _has_heard(connection, now):
            if time.monotonic() > deadline:
                raise NotReadyError(f"accountability has not caught up in {HEARD_SECONDS} s")
            time.sleep(0.05)


def _has_heard(connection: Connection, now: datetime | None) -> bool:
    heard = connection.execute(
        "SELECT min(through) >= %s FROM positions WHERE topic LIKE '%%' || %s", (now, TOPIC)
    )
    return heard.fetchone() == (True,)
