"""What operators can do about a parked stream, while the consumer goes on with all others."""

from collections.abc import Sequence

from shared.batch import process
from shared.database import Connection
from shared.heard import Raw
from shared.hearing import Apply
from shared.intake import Sorted
from shared.journal import known
from shared.parked import drop_first, take_out


def retry(connection: Connection, stream: str, apply: Apply) -> Sorted:
    """Take in what waits of a stream, as if it came now. What still cannot be is parked again."""

    def begin() -> Sequence[Raw]:
        return take_out(connection, stream)

    return process(connection, begin, apply)


def drop(connection: Connection, stream: str) -> None:
    """Give up the record at which a stream stopped; `retry` then goes on behind it."""
    with connection.transaction():
        drop_first(connection, stream, known(connection, [stream])[stream].version)
