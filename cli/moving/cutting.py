"""Up to where each service's history goes, so that together they are one."""

from collections.abc import Mapping, Sequence
from threading import Event
from time import monotonic

import click

from deploy.local.databases import SERVICES
from shared.database import Connection
from shared.events.enrollment import SOURCE
from shared.history import Place, end_of_history, last_recorded

_EVERY_SECONDS = 0.1
_FIRST = "enrollment"
_BOTH = {"enrollment", "partnerships"}

# What was given up is as good as heard: nothing more comes of it.
_HEARD = """
    SELECT (SELECT count(*) FROM journal WHERE source = %s)
        + (SELECT count(*) FROM parked WHERE dropped_at IS NOT NULL AND version IS NOT NULL)
"""


def cut(
    connections: Mapping[str, Connection], services: Sequence[str], patience: float
) -> Mapping[str, Place]:
    """Find the ends at which no service lacks what another of them has caused or answered."""
    deadline = monotonic() + patience
    least = {service: last_recorded(connections[service]) for service in services}
    while (ends := _ends(connections, services, least)) is None:
        if monotonic() > deadline:
            raise click.ClickException(
                "a transaction is open, or partnerships has not answered all that enrollment has "
                "said: see `mentoring lag` and `mentoring parked list`, or export while nobody "
                "writes"
            )
        Event().wait(_EVERY_SECONDS)
    return ends


def _ends(
    connections: Mapping[str, Connection], services: Sequence[str], least: Mapping[str, Place]
) -> Mapping[str, Place] | None:
    """Look once; None if something is still to come."""
    before = end_of_history(connections[_FIRST]) if _FIRST in services else None
    answered = not set(services) >= _BOTH or _answered(connections)
    # Alerts before the facts: what is not there yet is derived where the facts are loaded. And what
    # causes last of all: if it has not gone on meanwhile, nothing of it is unanswered.
    ends = {name: end_of_history(connections[name]) for name in reversed(SERVICES) if name in least}
    settled = all(ends[service] >= least[service] for service in services)
    return ends if answered and settled and ends.get(_FIRST) == before else None


def _answered(connections: Mapping[str, Connection]) -> bool:
    recorded = connections["enrollment"].execute("SELECT count(*) FROM events").fetchone()
    heard = connections["partnerships"].execute(_HEARD, (SOURCE,)).fetchone()
    return recorded is not None and heard is not None and heard >= recorded
