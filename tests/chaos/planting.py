"""What no service would say, put into a topic by hand: doubles, poison, the future, gaps."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from services.accountability.consumer import apply
from shared.cloudevents import from_json, to_headers
from shared.database import connect
from shared.events.partnerships import TOPIC
from shared.heard import stream_of
from shared.kafka.producer import Producer, Sent, settle
from shared.parked import Stopped, stopped
from shared.release import drop, retry
from tests.chaos.reading import Version, records, rows
from tests.chaos.world import World
from tests.support.eventually import eventually
from tests.support.histories.wire import Stream, Wire, identity, lines, written

_DOUBLES = 40
_PATIENCE = 60
# An agreement that four have signed, and then two reports: the first of them is the bad one.
_BAD, _LAST = 8, 9


class Pair:
    """The facts of one pair, each a minute after the last.

    They are recorded later than any watermark that is said before them: no relay says otherwise.
    """

    def __init__(self, rng: Random, first: datetime) -> None:
        partnership_id = str(UUID(int=rng.getrandbits(128), version=4))
        self._said = Stream(partnership_id, prefix=f"{rng.getrandbits(32):x}-")
        self._at = first
        days = {
            "starts_on": str(first.date()),
            "ends_on": str(first.date() + timedelta(weeks=26)),
        }
        self._say("PartnershipProposed")
        self._say("AgreementDrafted", **days)
        for role in ("mentor", "mentee", "mentor_manager", "mentee_manager"):
            self._say("AgreementSigned", role=role)
        self._say("PartnershipActivated", **days)
        for number in (1, 2):
            meeting_id = identity(f"m{number}")
            self._say("MeetingHeld", meeting_id=meeting_id, started_at=written(self._at))

    @property
    def stream(self) -> str:
        return self._said.subject

    @property
    def facts(self) -> list[Wire]:
        return self._said.events

    def _say(self, name: str, **data: Any) -> None:
        self._at += timedelta(minutes=1)
        self._said.say(name, self._at, **data)


@dataclass(kw_only=True, eq=False)
class Planted:
    """Streams that are in no store: what of them is taken in at last, and which stay parked.

    `since` are the offsets behind which records can be said again.
    """

    world: World
    rng: Random
    since: Mapping[int, int] = field(default_factory=dict)
    doubles: int = 0
    parked: set[str] = field(default_factory=set)
    expected: dict[str, set[int]] = field(default_factory=dict)
    _gapped: list[Pair] = field(default_factory=list)
    _poisoned: list[Pair] = field(default_factory=list)

    def say_again(self) -> None:
        """Records that are there already, once more behind all others."""
        found = islice(records(self.world.kafka_settings, TOPIC, self.since), 2_000)
        there = [raw for raw in found if stream_of(raw) not in self.expected]
        chosen = self.rng.sample(there, min(_DOUBLES, len(there)))
        with _producer(self.world) as producer:
            settle(
                producer.send(TOPIC, raw.key or b"", raw.value, list(raw.headers)) for raw in chosen
            )
        self.doubles += len(chosen)

    def poison(self) -> None:
        """A fact that cannot be read, and one that follows it."""
        pair = self._pair()
        pair.facts[_BAD - 1]["data"] = {}
        self._say(pair.facts)
        self._poisoned.append(pair)
        self.expected[pair.stream] = {*range(1, _BAD), _LAST}

    def tell_the_future(self) -> None:
        """A fact in a version that is not known yet, and one that follows it: both wait."""
        pair = self._pair()
        pair.facts[_BAD - 1]["type"] = "mentoring.MeetingHeld.v9"
        self._say(pair.facts)
        self.parked.add(pair.stream)
        self.expected[pair.stream] = set(range(1, _BAD))

    def leave_a_gap(self) -> None:
        """One fact too few, which comes when operators look after it."""
        pair = self._pair()
        self._say([*pair.facts[: _BAD - 1], pair.facts[_LAST - 1]])
        self._gapped.append(pair)
        self.expected[pair.stream] = set(range(1, _LAST + 1))

    def wait_until_parked(self) -> None:
        """A clock that is set forward before would let time pass for half a stream."""
        planted = self.parked | {pair.stream for pair in (*self._gapped, *self._poisoned)}

        def parked() -> bool:
            self.world.revive()
            with suppress(psycopg.Error), connect(self._database) as connection:
                return planted <= {each.stream for each in stopped(connection)}
            return False

        eventually(parked, _PATIENCE)

    def release(self) -> None:
        """What operators do: have the gap filled, give the poison up; the future stays there."""
        for pair in self._gapped:
            self._say([pair.facts[_BAD - 1]])
            self._wait_for(pair, waiting=2)
            self._retry(pair)
            self._wait_for(pair, waiting=0)
        for pair in self._poisoned:
            self._wait_for(pair, waiting=2)
            self._retry(pair)
            self._wait_for(pair, waiting=2)
            with connect(self._database) as connection:
                drop(connection, pair.stream)
            self._retry(pair)
            self._wait_for(pair, waiting=0)
        self._gapped, self._poisoned = [], []

    def taken_in(self, service: str) -> set[Version]:
        if service != "accountability":
            return set()
        return {(stream, version) for stream, all_ in self.expected.items() for version in all_}

    def parked_in(self, service: str) -> set[str]:
        return self.parked if service == "accountability" else set()

    @property
    def _database(self) -> str:
        return self.world.addresses.databases["accountability"]

    def _pair(self) -> Pair:
        with connect(self._database) as connection:
            ((clock,),) = rows(connection, "SELECT clock_timestamp()")
        return Pair(self.rng, clock + timedelta(minutes=5))

    def _say(self, facts: Sequence[Wire]) -> None:
        with _producer(self.world) as producer:
            settle(_send(producer, line) for line in lines(facts))

    def _wait_for(self, pair: Pair, waiting: int) -> None:
        found: Sequence[Stopped] = []

        def waits() -> bool:
            nonlocal found
            with connect(self._database) as connection:
                found = [each for each in stopped(connection) if each.stream == pair.stream]
            return sum(each.waiting for each in found) == waiting

        try:
            eventually(waits, _PATIENCE)
        except AssertionError:
            raise AssertionError(f"not {waiting} wait: {found}") from None

    def _retry(self, pair: Pair) -> None:
        with connect(self._database) as connection:
            retry(connection, pair.stream, apply)


@contextmanager
def _producer(world: World) -> Iterator[Producer]:
    producer = Producer(world.kafka_settings)
    try:
        yield producer
    finally:
        producer.close()


def _send(producer: Producer, line: str) -> Sent:
    event = from_json(line)
    return producer.send(TOPIC, event.stream.encode(), bytes(event.data), to_headers(event))
