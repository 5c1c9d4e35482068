"""A consumer group in memory: members come, go, are thrown out, and learn of it late."""

from collections import deque
from collections.abc import Collection, Mapping
from typing import Any

from kafka.errors import IllegalStateError, NoOffsetForPartitionError
from kafka.structs import TopicPartition

from tests.simulation.broker import Broker, Record

# Taken away, or given: what a member is told next.
Told = Collection[TopicPartition] | None


class Group:
    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self.members: list[Member] = []
        self._turn = 0

    def rebalance(self, without: "Member | None" = None) -> None:
        """Share the partitions anew. Who is left out finds out when it asks."""
        self._turn += 1
        members = [member for member in self.members if member is not without]
        if not members:
            return
        places = [place for place in sorted(self.broker.log) if place[0] in members[0].names]
        for number, member in enumerate(members):
            mine = [
                TopicPartition(*place)
                for turn, place in enumerate(places, self._turn)
                if turn % len(members) == number
            ]
            member.told += [None, mine]
        if without is not None:
            without.expelled = True

    def leave(self, member: "Member") -> None:
        if member in self.members:
            self.members.remove(member)
            self.rebalance()


class Member:
    """What a `Subscription` uses of Kafka's client."""

    def __init__(self, group: Group, most: int) -> None:
        self._group = group
        self._most = most
        self._positions: dict[TopicPartition, int | None] = {}
        self._listener: Any = None
        self.names: Collection[str] = ()
        self.told: deque[Told] = deque()
        self.expelled = False
        self.closed = False
        process = group.broker.world.current
        if process is not None:
            process.on_death.append(self._die)

    def topics(self) -> set[str]:
        return set(self._group.broker.partitions)

    def subscribe(self, names: Collection[str], listener: Any) -> None:
        self.names, self._listener = names, listener
        self._group.members.append(self)
        self._group.rebalance()

    def poll(self, timeout_ms: int) -> Mapping[TopicPartition, list[Record]]:
        del timeout_ms
        world = self._group.broker.world
        world.point("poll")
        self._group.broker.refuse_when_down()
        if self.expelled:
            self.expelled = False
            self._group.rebalance()
        if self.told:
            while self.told:
                self.hear()
            return {}
        return self._fetch()

    def hear(self) -> None:
        """The client's own thread tells what has happened to the member, at any time."""
        if not self.told:
            return
        partitions = self.told.popleft()
        if partitions is None:
            self._listener.on_partitions_revoked(list(self._positions))
            self._positions.clear()
        else:
            self._positions = dict.fromkeys(partitions)
            self._listener.on_partitions_assigned(partitions)

    def _fetch(self) -> Mapping[TopicPartition, list[Record]]:
        found: dict[TopicPartition, list[Record]] = {}
        for partition, position in self._positions.items():
            if position is None:
                raise NoOffsetForPartitionError(partition)
            log = self._group.broker.log[partition.topic, partition.partition]
            records = log[position : position + self._most]
            if records:
                found[partition] = records
                self._positions[partition] = records[-1].offset + 1
        return found

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self._group.broker.world.point("seek")
        if partition not in self._positions:
            raise IllegalStateError(f"{partition} is not assigned")
        self._positions[partition] = offset

    def close(self, **_how: object) -> None:
        self.closed = True
        self._group.leave(self)

    def _die(self) -> None:
        """Nobody says goodbye: the group notices later, at its next rebalance."""
        self.closed = True
        if self in self._group.members:
            self._group.members.remove(self)
