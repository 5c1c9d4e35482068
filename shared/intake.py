"""Taking records in: each event once, in the order of its stream; what cannot be is parked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from shared.heard import Heard, Raw, UnreadableError, read_event, stream_of
from shared.hearing import Apply
from shared.journal import Known
from shared.ledger import Ledger
from shared.parked import FOLLOWS, Parked

Poison: TypeAlias = dict[tuple[str, int], str]  # (stream, version) -> reason
Forks: TypeAlias = frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class Sorted:
    new: list[Heard] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    duplicates: list[Heard] = field(default_factory=list)


def take_in(ledger: Ledger, records: Sequence[Raw], apply: Apply, poison: Poison) -> Sorted:
    """Journal and apply what is new, park what must be, in the transaction of the caller."""
    if not records:
        return Sorted()
    batch = sorted_against(ledger, records, poison)
    if batch.parked:
        ledger.park(batch.parked)
    if batch.new:
        ledger.keep(batch.new)
        apply(ledger.connection, batch.new)
    return batch


def sorted_against(ledger: Ledger, records: Sequence[Raw], poison: Poison) -> Sorted:
    heads = ledger.known({stream_of(raw) for raw in records})
    batch = sort_out(records, dict(heads), poison)
    forks = _forks(ledger, batch)
    return sort_out(records, dict(heads), poison, forks) if forks else batch


def sort_out(
    records: Sequence[Raw], heads: dict[str, Known], poison: Poison, forks: Forks = frozenset()
) -> Sorted:
    """Decide for each record, given how far its stream is known: new, heard before, or parked."""
    batch = Sorted()
    for raw, stream, heard in _read(records):
        head = heads[stream]
        if isinstance(heard, Heard) and heard.version <= head.version and heard.id not in forks:
            batch.duplicates.append(heard)
        elif reason := _why_not(heard, head, poison):
            version = heard.version if isinstance(heard, Heard) else None
            batch.parked.append(Parked(raw=raw, stream=stream, version=version, reason=reason))
            heads[stream] = Known(version=head.version, parked=True)
        elif isinstance(heard, Heard):
            batch.new.append(heard)
            heads[stream] = Known(version=heard.version, parked=False)
    return batch


def _forks(ledger: Ledger, batch: Sorted) -> Forks:
    """Find what came under the number of another event: its producer has lost that one."""
    if not batch.duplicates:
        return frozenset()
    ids = ledger.known_ids(batch.duplicates)
    ids |= {(fact.stream, fact.version): fact.id for fact in batch.new}
    return frozenset(
        fact.id
        for fact in batch.duplicates
        if ids.get((fact.stream, fact.version), fact.id) != fact.id
    )


def _read(records: Sequence[Raw]) -> Iterator[tuple[Raw, str, Heard | UnreadableError]]:
    for raw in records:
        try:
            yield raw, stream_of(raw), read_event(raw)
        except UnreadableError as error:
            yield raw, stream_of(raw), error


def _why_not(heard: Heard | UnreadableError, head: Known, poison: Poison) -> str | None:
    if head.parked:
        return FOLLOWS
    if isinstance(heard, UnreadableError):
        return f"unreadable: {heard}"
    if heard.version <= head.version:
        return f"fork: {heard.version} is known here as another event"
    if heard.version > head.version + 1:
        return f"gap: {head.version + 1} is missing"
    return poison.get((heard.stream, heard.version))
