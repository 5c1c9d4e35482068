"""What must be true once everything has settled, whatever was done to the system before.

Each promise is a function that yields what breaks it; nothing here asks the system how it is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.heard import Heard
from tests.chaos.reading import Stored, Version
from tests.chaos.record import Command

Offsets = Mapping[int, int]


def answered_truly(commands: Iterable[Command], stored: Iterable[Stored]) -> Iterator[str]:
    """Acknowledged: there, once and nothing else. Refused: never. Unknown: once at most.

    Whoever asks again is told of what is there.
    """
    caused: dict[UUID, list[Stored]] = defaultdict(list)
    for event in stored:
        # A reaction carries on the correlation id of what it answers.
        if event.causation_id is None:
            caused[event.correlation_id].append(event)
    for command in commands:
        found = caused.pop(command.command_id, [])
        appends = {event.transaction for event in found}
        if len(appends) > 1:
            yield f"{command.what} {command.command_id} was carried out {len(appends)} times"
        if told := command.acknowledged:
            ids = sorted(event.event_id for event in found)
            if ids != sorted(told.event_ids):
                yield f"{command.what} {command.command_id} was told {told.event_ids}: {ids}"
        elif command.refused and found:
            yield f"{command.what} {command.command_id} was refused, and is there: {found}"
        elif command.settled and found:
            yield f"{command.what} {command.command_id} is there, and was refused again: {found}"
    for correlation_id, found in caused.items():
        yield f"nobody asked for {correlation_id}: {found}"


def said_as_stored(
    stored: Sequence[Stored], said: Sequence[Heard], *, doubles_allowed: bool
) -> Iterator[str]:
    """The topic holds the store: per stream in order; said twice only in the same words."""
    first: dict[Version, Heard] = {}
    for heard in said:
        known = first.setdefault((heard.stream, heard.version), heard)
        if known is not heard and not doubles_allowed:
            yield f"{heard.stream} {heard.version} is said twice and nothing was killed"
        if _words(known) != _words(heard):
            yield f"{heard.stream} {heard.version} is said twice, in other words"
    yield from _out_of_order(first)
    for event in stored:
        told = first.pop((event.stream, event.version), None)
        if told is None:
            yield f"{event.stream} {event.version} is not said"
        elif _words(told) != (event.event_id, event.type, event.data):
            yield f"{event.stream} {event.version} is said otherwise than it is stored"
    yield from (f"{stream} {version} is said and not stored" for stream, version in first)


def _out_of_order(said: Iterable[Version]) -> Iterator[str]:
    """Look at what was said, in the order in which it was said first."""
    last: dict[str, int] = {}
    for stream, version in said:
        if version < last.get(stream, 0):
            yield f"{stream} {version} is said after {last[stream]}"
        last[stream] = version


def _words(heard: Heard) -> tuple[UUID, str, str]:
    return heard.id, heard.type, heard.data.decode()


def heard_as_said(
    journal: Collection[tuple[str, int, UUID]],
    said: Iterable[Heard],
    given_up: Collection[Version] = (),
) -> Iterator[str]:
    """Everything said was taken in once, but for what an operator gave up."""
    expected = {(heard.stream, heard.version, heard.id) for heard in said}
    expected = {fact for fact in expected if fact[:2] not in given_up}
    kept = Counter(journal)
    yield from (f"not taken in: {fact}" for fact in expected - kept.keys())
    yield from (f"taken in and never said: {fact}" for fact in kept.keys() - expected)
    yield from (f"taken in {times} times: {fact}" for fact, times in kept.items() if times > 1)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Somebody said: whatever was recorded before `through` lies below these offsets."""

    by: str
    through: datetime
    offsets: Offsets


def never_too_early(
    claims: Iterable[Claim], stored: Iterable[Stored], said: Iterable[Heard]
) -> Iterator[str]:
    """No watermark, and no consumer, was ahead of an event that had not been said or heard."""
    recorded = {(event.stream, event.version): event.recorded_at for event in stored}
    firsts: dict[Version, Heard] = {}
    for heard in said:
        firsts.setdefault((heard.stream, heard.version), heard)
    lines: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for version, heard in firsts.items():
        if version in recorded:
            lines[heard.partition].append((recorded[version], heard.offset))
    furthest = {partition: _running_most(line) for partition, line in lines.items()}
    for claim in claims:
        for partition, end in claim.offsets.items():
            offset = _furthest_before(furthest.get(partition, []), claim.through)
            if offset >= end:
                yield f"{claim} was said while offset {offset} of {partition} was missing"


def _running_most(line: list[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
    most, found = -1, []
    for recorded_at, offset in sorted(line):
        most = max(most, offset)
        found.append((recorded_at, most))
    return found


def _furthest_before(line: Sequence[tuple[datetime, int]], through: datetime) -> int:
    low, high = 0, len(line)
    while low < high:
        middle = (low + high) // 2
        if line[middle][0] < through:
            low = middle + 1
        else:
            high = middle
    return line[low - 1][1] if low else -1


def only_forward(what: str, moves: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """Each move of one thing, in its order, goes back in nothing."""
    before: tuple[object, ...] | None = None
    for move in moves:
        if before is not None and any(
            _less(new, old) for new, old in zip(move, before, strict=True)
        ):
            yield f"{what} went back from {before} to {move}"
        before = move


def _less(new: object, old: object) -> bool:
    return old is not None and (new is None or new < old)  # type: ignore[operator]


def told_once(
    derived: Iterable[tuple[UUID, Sequence[str]]], deliveries: Iterable[tuple[UUID, str]]
) -> Iterator[str]:
    """Each alert event tells exactly those whom it names, each once."""
    expected = Counter((event_id, role) for event_id, tell in derived for role in tell)
    found = Counter(deliveries)
    yield from (f"not told: {each}" for each in (expected - found))
    yield from (f"told too often, or wrongly: {each}" for each in (found - expected))
