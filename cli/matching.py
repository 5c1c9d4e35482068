"""Has each topic what its service has recorded, and nothing else: by checksums of buckets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from cli.sources import Store
from shared.cloudevents import CloudEvent, Headers, to_headers
from shared.database import Connection
from shared.heard import Raw, UnreadableError, read_event, stream_of
from shared.history import NOW, Place, read_history
from shared.kafka.client import end_offsets
from shared.kafka.ranges import read_ranges
from shared.kafka.subscription import Partition
from shared.settings import KafkaSettings

Problem: TypeAlias = Literal["only recorded", "only said", "said otherwise"]

BUCKETS = 256
_MOST_SHOWN = 10


class Said(NamedTuple):
    """One event, and a checksum of everything that is said of it."""

    stream: str
    version: int
    checksum: int

    @property
    def place(self) -> tuple[str, int]:
        return self.stream, self.version

    @property
    def bucket(self) -> int:
        return _hash(self.stream.encode()) % BUCKETS


@dataclass(frozen=True, kw_only=True)
class Difference:
    stream: str
    version: int
    problem: Problem


@dataclass(frozen=True, kw_only=True)
class Match:
    """`events`: recorded and said; `records`: in the topic, those that came twice among them."""

    service: str
    topic: str
    events: int
    records: int
    buckets_that_differ: int
    differences: tuple[Difference, ...]


@dataclass(kw_only=True)
class Topic:
    """A topic as it was when one began to look.

    `relayed`: to where the relay had said everything before. `heads`: each stream's last version in
    it. `missing`: what has not come before what follows it. `again`: the checksums of what came
    under a number that had come before.
    """

    relayed: Place
    ranges: Mapping[Partition, range]
    heads: dict[str, int] = field(default_factory=dict)
    missing: set[tuple[str, int]] = field(default_factory=set)
    again: dict[tuple[str, int], set[int]] = field(default_factory=dict)


def match(connection: Connection, kafka: KafkaSettings, service: str, store: Store) -> Match:
    """Compare what was recorded and what was said, while both may go on."""
    # The checkpoint comes first: all up to there lies below these offsets.
    topic = Topic(relayed=_checkpoint(connection), ranges=_ranges(kafka, store.topic))
    sums = [0] * BUCKETS
    for said in _said(kafka, topic):
        sums[said.bucket] ^= said.checksum
    events, otherwise = 0, set()
    for recorded in _recorded(connection, store, topic):
        events += 1
        sums[recorded.bucket] ^= recorded.checksum
        if not topic.again.get(recorded.place, set()) <= {recorded.checksum}:
            otherwise.add(recorded.bucket)
    differing = otherwise | {bucket for bucket, rest in enumerate(sums) if rest}
    return Match(
        service=service,
        topic=store.topic,
        events=events,
        records=sum(len(offsets) for offsets in topic.ranges.values()),
        buckets_that_differ=len(differing),
        differences=_differences(connection, kafka, store, topic, differing),
    )


def _differences(
    connection: Connection, kafka: KafkaSettings, store: Store, topic: Topic, buckets: set[int]
) -> tuple[Difference, ...]:
    """Look again at the buckets that differ, event by event."""
    if not buckets:
        return ()
    once_more = Topic(relayed=topic.relayed, ranges=topic.ranges)
    said = {
        each.place: {each.checksum, *topic.again.get(each.place, ())}
        for each in _said(kafka, once_more)
        if each.bucket in buckets
    }
    recorded = {
        each.place: {each.checksum}
        for each in _recorded(connection, store, topic)
        if each.bucket in buckets
    }
    places = sorted(said.keys() | recorded.keys())
    wrong = [place for place in places if said.get(place) != recorded.get(place)]
    return tuple(
        Difference(
            stream=place[0], version=place[1], problem=_problem(place in said, place in recorded)
        )
        for place in wrong[:_MOST_SHOWN]
    )


def _problem(said: bool, recorded: bool) -> Problem:  # noqa: FBT001
    if said and recorded:
        return "said otherwise"
    return "only said" if said else "only recorded"


def _said(kafka: KafkaSettings, topic: Topic) -> Iterator[Said]:
    """Yield each version of a stream once; what is no event under the number 0."""
    for (name, number), record in read_ranges(kafka, topic.ranges):
        raw = Raw(name, number, record.offset, record.key, record.value, record.headers)
        said = _of_record(raw)
        head = topic.heads.get(said.stream, 0)
        if 0 < said.version <= head and said.place not in topic.missing:
            topic.again.setdefault(said.place, set()).add(said.checksum)
            continue
        topic.missing.discard(said.place)
        topic.missing.update((said.stream, version) for version in range(head + 1, said.version))
        topic.heads[said.stream] = max(said.version, head)
        yield said


def _recorded(connection: Connection, store: Store, topic: Topic) -> Iterator[Said]:
    """Yield what the relay had said, and what it has said meanwhile."""
    for entry in read_history(connection, store.source, to=NOW):
        said = _of_event(entry.event)
        if entry.place <= topic.relayed or said.version <= topic.heads.get(said.stream, 0):
            yield said


def _of_record(raw: Raw) -> Said:
    try:
        version = read_event(raw).version
    except UnreadableError:
        version = 0
    return Said(stream_of(raw), version, _checksum(raw.value or b"", raw.headers))


def _of_event(event: CloudEvent) -> Said:
    checksum = _checksum(bytes(event.data), to_headers(event))
    return Said(event.stream, event.version, checksum)


def _checksum(value: bytes, headers: Headers) -> int:
    return _hash(msgspec.msgpack.encode((value, sorted(headers))))


def _hash(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest())


def _checkpoint(connection: Connection) -> Place:
    row = connection.execute("SELECT xid::text::bigint, position FROM relay").fetchone()
    return row or (0, 0)


def _ranges(kafka: KafkaSettings, topic: str) -> Mapping[Partition, range]:
    return {(topic, number): range(end) for number, end in end_offsets(kafka, topic).items()}
