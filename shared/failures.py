"""Why a process started again, in the few words that metrics can be labelled with."""

import psycopg

from shared.errors import VersionConflictError
from shared.kafka.client import BrokerError

FAILURES = ("broker", "database", "conflict", "fence_lost")


def failure(error: Exception) -> str:
    """Name the cause: what is none of the others is a partition that somebody else has taken."""
    match error:
        case psycopg.Error():
            return "database"
        case VersionConflictError():
            return "conflict"
        case _ if isinstance(error, BrokerError):
            return "broker"
        case _:
            return "fence_lost"
