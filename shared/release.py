"""What operators can do about a parked stream, while the consumer goes on with all others."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.audit import note
from shared.batch import process
from shared.database import Connection
from shared.heard import Raw
from shared.hearing import Apply
from shared.intake import Sorted
from shared.journal import known
from shared.ledger import DatabaseLedger
from shared.parked import Waiting, give_up, hold, take_out, waiting
from shared.topics import SOURCES


class NotParkedError(Exception):
    """Nothing waits of this stream."""


class ChangedMeanwhileError(Exception):
    """Something else waits now than when it was looked at."""


@dataclass(frozen=True, kw_only=True)
class Drop:
    """A record to be given up. `passed_over`: the versions that its stream then does without."""

    record: Waiting
    passed_over: range
    behind: int


def retry(connection: Connection, stream: str, apply: Apply, who: str | None = None) -> Sorted:
    """Take in what waits of a stream, as if it came now. What still cannot be is parked again."""

    def begin() -> Sequence[Raw]:
        records = take_out(connection, stream)
        if who is not None:
            note(connection, who, "parked retry", {"stream": stream, "records": len(records)})
        return records

    return process(DatabaseLedger(connection), begin, apply)


def would_drop(connection: Connection, stream: str) -> Drop:
    """Look at the record at which a stream stopped. Raises `NotParkedError`."""
    found = waiting(connection, stream)
    if not found:
        raise NotParkedError(stream)
    version, *others = [_version(each) for each in found]
    head = known(connection, [stream])[stream].version
    return Drop(
        record=found[0],
        passed_over=_passed_over(found[0], version, head) if version not in others else range(0),
        behind=len(others),
    )


def drop(connection: Connection, stream: str, expected: Drop | None = None) -> Drop:
    """Give up the record at which a stream stopped; `retry` then goes on behind it.

    Raises `NotParkedError`, or `ChangedMeanwhileError` if it is not what was expected.
    """
    with connection.transaction():
        hold(connection, stream)
        found = would_drop(connection, stream)
        if expected is not None and found.record != expected.record:
            raise ChangedMeanwhileError(stream)
        give_up(connection, found.record.raw, found.passed_over[-1] if found.passed_over else None)
    return found


def _passed_over(record: Waiting, version: int | None, head: int) -> range:
    """What cannot even be read is one of the stream's events only if it says that it is next."""
    if version is None or (record.version is None and version != head + 1):
        return range(0)
    return range(head + 1, version + 1)


def _version(record: Waiting) -> int | None:
    return record.version if record.version is not None else _said(record.raw)


def _said(raw: Raw) -> int | None:
    headers = dict(raw.headers)
    sequence = headers.get("ce_sequence", b"")
    ours = headers.get("ce_source") == SOURCES.get(raw.topic, "").encode()
    return int(sequence) if ours and sequence.isdigit() else None
