"""Reads what came of a round and holds it against every promise of the oracle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from deploy.local.databases import SERVICES
from shared.database import connect
from shared.events import partnerships
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import Heard, read_event, stream_of
from shared.kafka.client import end_offsets
from tests.chaos.looking import Look
from tests.chaos.planting import Planted
from tests.chaos.reading import Stored, records, rows, stored
from tests.chaos.record import Command
from tests.chaos.settling import HEARS, TOPICS
from tests.chaos.tables import of_accountability, of_people, of_reactions
from tests.chaos.world import World


@dataclass(kw_only=True, eq=False)
class Checker:
    """What is new is looked at once, the tables as a whole each time."""

    world: World
    _positions: dict[str, int] = field(default_factory=dict)
    ends: dict[str, Mapping[int, int]] = field(default_factory=dict)
    doubles: int = 0

    def violations(
        self, commands: Sequence[Command], planted: Planted, *, doubles_allowed: bool
    ) -> list[str]:
        look = Look(
            world=self.world,
            commands=commands,
            planted=planted,
            since=dict(self.ends),
            stored={service: self._stored(service) for service in SERVICES},
            said={service: self._said(TOPICS[service], planted) for service in SERVICES},
        )
        broken = [
            *look.stores(doubles_allowed=doubles_allowed),
            *look.journals(),
            *look.standstill(),
            *look.time(),
            *look.movements(),
            *of_accountability(self.world.addresses.databases["accountability"]),
            *of_people(self.world.addresses.databases),
            *of_reactions(self.world.addresses.databases),
        ]
        self._move_on(look)
        return broken

    def counts(self) -> Mapping[str, int]:
        """What the system had to cope with so far."""
        databases = self.world.addresses.databases
        return {
            "records said twice": self.doubles,
            "relays that took over": sum(_count(databases[name], _RELAYS) for name in SERVICES),
            "partitions taken over": sum(_count(databases[name], _TAKEN) for name in SERVICES),
            "records parked or given up": sum(_count(databases[name], _PARKED) for name in HEARS),
            "alert events": _count(databases["accountability"], _EVENTS),
            "events": sum(_count(databases[name], _EVENTS) for name in SERVICES),
        }

    def _stored(self, service: str) -> list[Stored]:
        with connect(self.world.addresses.databases[service]) as connection:
            return stored(connection, self._positions.get(service, 0))

    def _said(self, topic: str, planted: Planted) -> list[Heard]:
        since = self.ends.get(topic, {})
        others = planted.expected.keys() if topic == partnerships.TOPIC else ()
        return [
            read_event(raw)
            for raw in records(self.world.kafka_settings, topic, since)
            if stream_of(raw) not in others
        ]

    def _move_on(self, look: Look) -> None:
        for service, new in look.stored.items():
            if new:
                self._positions[service] = new[-1].position
            said = look.said[service]
            self.doubles += len(said) - len({(heard.stream, heard.version) for heard in said})
        for topic in (*TOPICS.values(), WATERMARKS_TOPIC):
            self.ends[topic] = end_offsets(self.world.kafka_settings, topic)


def _count(database_url: str, query: str) -> int:
    with connect(database_url) as connection:
        ((number,),) = rows(connection, query)
    return int(number)


_RELAYS = "SELECT fence FROM relay"
_TAKEN = "SELECT coalesce(sum(fence), 0) FROM positions"
_PARKED = "SELECT count(*) FROM parked"
_EVENTS = "SELECT count(*) FROM events"
