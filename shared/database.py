"""Connections to a service's own PostgreSQL database."""

from typing import Any, TypeAlias

import psycopg
from psycopg_pool import ConnectionPool

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
Pool: TypeAlias = ConnectionPool[Connection]

# A transaction that has written and stays open hides every newer event from the relay.
_LIMITS = "-c idle_in_transaction_session_timeout=10s -c lock_timeout=10s -c TimeZone=UTC"
# Who waits longer for a connection is told that there is none.
_PATIENCE_SECONDS = 5


def connect(database_url: str, *, encoding: str = "UTF8") -> Connection:
    """Open one connection, in autocommit: a transaction is said where it is meant."""
    return psycopg.connect(database_url, autocommit=True, options=_LIMITS, client_encoding=encoding)


def connect_pool(database_url: str, *, size: int = 8) -> Pool:
    """Open a pool; in a process that forks, only after the fork."""
    kwargs = {"autocommit": True, "options": _LIMITS}
    return ConnectionPool(
        database_url, kwargs=kwargs, min_size=1, max_size=size, timeout=_PATIENCE_SECONDS, open=True
    )
