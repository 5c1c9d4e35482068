"""As much of Kafka as the pipes rely on: partitions, records that are sent and perhaps written."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

from kafka.errors import KafkaError, KafkaTimeoutError

from shared.events.wire import WATERMARKS_TOPIC
from tests.simulation.world import World

Headers = list[tuple[str, bytes]]
Place = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Record:
    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes | None
    headers: Headers


@dataclass(eq=False)
class Sending:
    """A record on its way: the future of its producer."""

    world: World
    producer: "MemoryProducer"
    place: Place
    key: bytes
    value: bytes | None
    headers: Headers
    written: Record | None = None
    error: KafkaError | None = None

    def get(self, timeout: float) -> Record:
        del timeout
        how = self.world.outcome(
            "is it written?", "yes", "no", "yes, unheard", "never resolved", "late"
        )
        if self.error is None and self.written is None:
            self._end(how)
        if self.error is not None:
            raise self.error
        assert self.written is not None
        return self.written

    def _end(self, how: str) -> None:
        match how:
            case "yes":
                self.producer.write_up_to(self)
            case "yes, unheard":
                self.producer.write_up_to(self)
                self.error = KafkaError("the answer was lost")
            case "no":
                self.producer.fail(self)
            case _:
                # Perhaps it is written when nobody waits for it any more.
                self.error = KafkaTimeoutError()


class Broker:
    def __init__(self, world: World, partitions: dict[str, int]) -> None:
        self.world = world
        self.partitions = partitions
        self.log: dict[Place, list[Record]] = {
            (topic, number): [] for topic, many in partitions.items() for number in range(many)
        }
        self.late: deque[Sending] = deque()
        self.down = False

    def place(self, topic: str, key: bytes) -> Place:
        return topic, crc32(key) % self.partitions[topic]

    def write(self, sending: Sending) -> Record:
        log = self.log[sending.place]
        record = Record(
            topic=sending.place[0],
            partition=sending.place[1],
            offset=len(log),
            key=sending.key,
            value=sending.value,
            headers=sending.headers,
        )
        log.append(record)
        return record

    def ends(self, topic: str) -> dict[int, int]:
        self.world.point("end offsets")
        self.refuse_when_down()
        return {number: len(log) for (of, number), log in self.log.items() if of == topic}

    def write_late(self) -> None:
        """What a producer had sent before it was closed or died arrives only now."""
        if self.late:
            self.write(self.late.popleft())

    def refuse_when_down(self) -> None:
        if self.down:
            raise KafkaError("the broker is down")


@dataclass(eq=False)
class MemoryProducer:
    broker: Broker
    queues: dict[Place, deque[Sending]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (process := self.broker.world.current) is not None:
            process.on_death.append(self.close)

    def send(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> Sending:
        self.broker.world.point(f"send to {topic}")
        self.broker.refuse_when_down()
        place = self.broker.place(topic, key)
        sending = Sending(self.broker.world, self, place, key, value, headers)
        self.queues.setdefault(place, deque()).append(sending)
        return sending

    def hurry(self) -> None:
        self.broker.world.point("hurry")

    def write_up_to(self, last: Sending) -> None:
        """A partition is written in its order."""
        queue = self.queues[last.place]
        while queue:
            sending = queue.popleft()
            sending.written = self.broker.write(sending)
            if sending is last:
                return

    def fail(self, failed: Sending) -> None:
        """Then nothing that waits behind it is written, so that no version overtakes."""
        self.queues[failed.place].remove(failed)
        failed.error = KafkaError("not written")
        self.stop()

    def stop(self) -> None:
        for queue in self.queues.values():
            for sending in queue:
                sending.error = KafkaError("not written")
        self.queues.clear()

    def write_some(self) -> None:
        """The sender's thread works while nobody looks."""
        for queue in self.queues.values():
            if queue:
                self.write_up_to(queue[0])

    def close(self) -> None:
        """Something of each partition's beginning may be under way."""
        for queue in self.queues.values():
            self.broker.late.extend(queue)
        self.queues.clear()


@dataclass
class MemoryReader:
    broker: Broker
    read_to: int = 0

    def read(self) -> Iterator[bytes]:
        self.broker.world.point("read watermarks")
        log = self.broker.log[WATERMARKS_TOPIC, 0]
        found, self.read_to = log[self.read_to :], len(log)
        return iter([record.value or b"" for record in found])

    def close(self) -> None: ...
