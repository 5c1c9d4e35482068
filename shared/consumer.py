"""The consumer's process. Whatever fails for long, it starts again from its own positions."""

import logging
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event

from shared.batch import TRANSIENT
from shared.belonging import require_all_recorded, require_belonging
from shared.consumer_metrics import ConsumerMetrics
from shared.database import connect
from shared.events.wire import WATERMARKS_TOPIC
from shared.hearing import Hearing
from shared.kafka.client import BrokerError
from shared.kafka.reader import Reader
from shared.kafka.subscription import subscribe
from shared.ledger import DatabaseLedger
from shared.listening import Listening
from shared.positions import FenceLostError
from shared.pulse import Pulse
from shared.settings import DatabaseSettings, KafkaSettings
from shared.tracing import Tracer, Untraced
from shared.watermarks_heard import WatermarksHeard

log = logging.getLogger(__name__)

_RESTART_SECONDS = 0.5
_BATCH = 5_000


@dataclass(frozen=True, kw_only=True)
class Consumer:
    hearing: Hearing
    database: DatabaseSettings
    kafka: KafkaSettings
    metrics: ConsumerMetrics
    tracer: Tracer = field(default_factory=Untraced)
    pulse: Pulse = field(default_factory=Pulse)

    def run(self, stop: Event) -> None:
        """Listen until `stop` is set. Raises `StrayedError`."""
        while not stop.is_set():
            try:
                self._listen(stop)
            except (*TRANSIENT, BrokerError, FenceLostError) as error:
                log.warning("consumer starts again", extra={"error": repr(error)})
                self.metrics.restarted(error)
                stop.wait(_RESTART_SECONDS)

    def _listen(self, stop: Event) -> None:
        with ExitStack() as open_:
            connection = open_.enter_context(connect(self.database.url))
            require_belonging(connection, self.kafka, self.hearing.topics)
            if self.hearing.own_topic is not None:
                require_all_recorded(connection, self.kafka, self.hearing.own_topic)
            subscription = subscribe(self.kafka, self.hearing.group, self.hearing.topics, _BATCH)
            open_.callback(subscription.close)
            watermarks = WatermarksHeard(Reader(self.kafka, WATERMARKS_TOPIC))
            open_.callback(watermarks.close)
            ledger = DatabaseLedger(connection)
            listening = Listening(
                self.hearing, ledger, subscription, watermarks, self.metrics, tracer=self.tracer
            )
            log.info("consumer started", extra={"group": self.hearing.group})
            while not stop.is_set():
                listening.step()
                self.pulse.beat()
