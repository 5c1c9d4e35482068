"""The whole of it in one process: two services, relays and consumers, clients, an operator."""

from collections.abc import Sequence

from kafka.errors import KafkaError
from prometheus_client import CollectorRegistry
from psycopg import OperationalError

from shared.batch import TRANSIENT, process
from shared.consumer_metrics import ConsumerMetrics
from shared.events import accountability, partnerships
from shared.events.wire import WATERMARKS_TOPIC
from shared.heard import Raw
from shared.kafka.subscription import Subscription
from shared.listening import Listening
from shared.outbox import FenceLostError, Outbox
from shared.positions import FenceLostError as PartitionLostError
from shared.relay_metrics import RelayMetrics
from shared.relaying import Relaying, Speaker
from shared.watermarks_heard import WatermarksHeard
from tests.simulation.accountability import Accountability
from tests.simulation.broker import Broker, MemoryProducer, MemoryReader
from tests.simulation.clients import Client
from tests.simulation.cluster import Cluster, Database
from tests.simulation.forwards import only_forwards
from tests.simulation.group import Group, Member
from tests.simulation.ledger import MemoryLedger
from tests.simulation.postgres import Session
from tests.simulation.unsaid import MemoryUnsaid
from tests.simulation.world import World

PARTITIONS = {partnerships.TOPIC: 2, accountability.TOPIC: 1, WATERMARKS_TOPIC: 1}
# Small, so that a round is full and a batch holds a part of a stream.
_ROUND, _BATCH = 3, 2

SPEAKERS = [
    Speaker(source=partnerships.SOURCE, topic=partnerships.TOPIC),
    Speaker(source=accountability.SOURCE, topic=accountability.TOPIC),
]
_relay_metrics = RelayMetrics(CollectorRegistry())
_consumer_metrics = ConsumerMetrics(CollectorRegistry())


class System:
    def __init__(self, world: World) -> None:
        self.world = world
        self.cluster = Cluster()
        self.databases = {
            source: Database(world, self.cluster, only_forwards)
            for source in (partnerships.SOURCE, accountability.SOURCE)
        }
        self.broker = Broker(world, PARTITIONS)
        self.group = Group(self.broker)
        self.accountability = Accountability()
        self.clients: list[Client] = []
        self.producers: list[MemoryProducer] = []
        self.sessions: list[Session] = []

    @property
    def said_in(self) -> Database:
        return self.databases[partnerships.SOURCE]

    @property
    def heard_in(self) -> Database:
        return self.databases[accountability.SOURCE]

    def alive(self, kind: str) -> int:
        found = [each for each in self.world.processes if each.name.startswith(kind)]
        return sum(not process.ended for process in found)

    def connect(self, database: Database) -> Session:
        session = Session(database)
        self.sessions.append(session)
        return session

    def start_client(self, commands: int) -> None:
        name = f"client {len(self.clients)}"
        client = Client(name=name, world=self.world, database=self.said_in, commands=commands)
        self.clients.append(client)
        self.world.start(name, client.run)

    def start_relay(self, speaker: Speaker) -> None:
        self.world.start(f"relay of {speaker.source}", lambda: self._relay(speaker))

    def start_consumer(self) -> None:
        self.world.start("consumer", self._consume)

    def start_operator(self, stream: str) -> None:
        self.world.start("operator", lambda: self._retry(stream))

    def start_drop(self, stream: str) -> None:
        self.world.start("operator", lambda: self._drop(stream))

    def _relay(self, speaker: Speaker) -> None:
        """As `shared.relay` does it."""
        while True:
            try:
                self._hold(speaker)
            except (KafkaError, OperationalError) as error:
                self.world.note(f"  relay starts again: {error!r}")
                self.world.point("starts again")
            except FenceLostError:
                return

    def _hold(self, speaker: Speaker) -> None:
        session = self.connect(self.databases[speaker.source])
        outbox = Outbox(MemoryUnsaid(session, speaker.source), _ROUND)
        producer = MemoryProducer(self.broker)
        self.producers.append(producer)
        try:
            offsets = self.broker.ends(speaker.topic)
            relaying = Relaying(
                speaker,
                outbox,
                producer,
                offsets,
                _relay_metrics,
                seconds=lambda: self.world.seconds,
            )
            while True:
                relaying.step()
        finally:
            producer.close()
            outbox.close()

    def _consume(self) -> None:
        """As `shared.consumer` does it."""
        while True:
            try:
                self._listen()
            except (*TRANSIENT, KafkaError, PartitionLostError) as error:
                self.world.note(f"  consumer starts again: {error!r}")
                self.world.point("starts again")

    def _listen(self) -> None:
        session = self.connect(self.heard_in)
        subscription = Subscription(Member(self.group, _BATCH), [partnerships.TOPIC])
        try:
            listening = Listening(
                self.accountability.hearing(),
                MemoryLedger(session),
                subscription,
                WatermarksHeard(MemoryReader(self.broker)),
                _consumer_metrics,
                pause=self.world.pause,
            )
            while True:
                listening.step()
        finally:
            subscription.close()
            session.cut()

    def _retry(self, stream: str) -> None:
        """As `shared.release` does it."""
        ledger = MemoryLedger(self.connect(self.heard_in))

        def begin() -> Sequence[Raw]:
            return ledger.take_out(stream)

        try:
            process(ledger, begin, self.accountability.hearing().apply, self.world.pause)
        except TRANSIENT as error:
            self.world.note(f"  operator gives up: {error!r}")

    def _drop(self, stream: str) -> None:
        ledger = MemoryLedger(self.connect(self.heard_in))
        try:
            ledger.drop_first(stream)
        except TRANSIENT as error:
            self.world.note(f"  operator gives up: {error!r}")
