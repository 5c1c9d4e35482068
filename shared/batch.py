"""One batch is one transaction: positions, journal, what is parked, all that the facts cause."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeAlias

import psycopg

from shared.clock import Pause, pause
from shared.errors import VersionConflictError
from shared.heard import Heard, PoisonedError, Raw
from shared.hearing import Apply
from shared.intake import Poison, Sorted, sorted_against, take_in
from shared.ledger import Ledger
from shared.positions import FenceLostError

log = logging.getLogger(__name__)

# What belongs into the transaction before the records are taken in; returns the records.
Begin: TypeAlias = Callable[[], Sequence[Raw]]

TRANSIENT = (psycopg.OperationalError, VersionConflictError)

_ATTEMPTS = 6
_PAUSE_SECONDS = 0.02


def process(ledger: Ledger, begin: Begin, apply: Apply, pause: Pause = pause) -> Sorted:
    """Take records in, whatever it needs: a pause, or parking the streams that cannot go on.

    Raises `FenceLostError`, and what does not pass within a second or so.
    """
    poison: Poison = {}
    failures = 0
    while True:
        try:
            with ledger.transaction():
                return take_in(ledger, begin(), apply, poison)
        except FenceLostError:
            raise
        except TRANSIENT as error:
            failures += 1
            if ledger.closed or failures == _ATTEMPTS:
                raise
            log.info("trying again", extra={"error": repr(error)})
            pause(_PAUSE_SECONDS * 2**failures)
        except PoisonedError as error:
            poison |= {(error.heard.stream, error.heard.version): error.reason}
        except Exception:
            found = _culprits(ledger, begin, apply, poison)
            if not found:
                raise
            poison |= found


def _culprits(ledger: Ledger, begin: Begin, apply: Apply, poison: Poison) -> Poison:
    """Find out which facts fail, trying one by one; nothing of it stays."""
    found: Poison = {}
    stopped: set[str] = set()
    with ledger.transaction(force_rollback=True):
        for fact in sorted_against(ledger, begin(), poison).new:
            if fact.stream in stopped:
                continue
            reason = _failure(ledger, fact, apply)
            if reason is not None:
                found[fact.stream, fact.version] = reason
                stopped.add(fact.stream)
    return found


def _failure(ledger: Ledger, fact: Heard, apply: Apply) -> str | None:
    try:
        with ledger.transaction():
            ledger.keep([fact])
            apply(ledger.connection, [fact])
    except TRANSIENT:
        raise
    except PoisonedError as error:
        return error.reason
    except Exception as error:
        log.exception("cannot be applied", extra={"stream": fact.stream, "version": fact.version})
        return repr(error)
    return None
