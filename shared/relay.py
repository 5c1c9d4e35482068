"""The relay's process. Whatever fails, it lets go of everything and goes on from its checkpoint."""

import logging
from dataclasses import dataclass, field
from threading import Event

import psycopg

from shared.belonging import require_all_recorded, require_belonging
from shared.database import connect
from shared.kafka.client import BrokerError, end_offsets
from shared.kafka.producer import Producer
from shared.outbox import Outbox
from shared.pulse import Pulse
from shared.relay_metrics import RelayMetrics
from shared.relaying import Relaying, Speaker
from shared.settings import DatabaseSettings, KafkaSettings
from shared.unsaid import UnsaidRows

log = logging.getLogger(__name__)

LINGER_SECONDS = 0.05  # in which a round that is full gathers; one that is not goes at once

_RESTART_SECONDS = 0.5
_POLL_SECONDS = 0.005
_IDLE_POLL_SECONDS = 0.02
_LONG_IDLE = 200


@dataclass(frozen=True, kw_only=True)
class Relay:
    """Says on Kafka what a service has recorded. One is active for a service: who came last."""

    speaker: Speaker
    database: DatabaseSettings
    kafka: KafkaSettings
    metrics: RelayMetrics
    pulse: Pulse = field(default_factory=Pulse)

    def run(self, stop: Event) -> None:
        """Relay until `stop` is set.

        Raises `FenceLostError` when another relay has taken over, or `StrayedError`.
        """
        while not stop.is_set():
            try:
                self._hold(stop)
            except (BrokerError, psycopg.OperationalError) as error:
                log.warning("relay starts again", extra={"error": repr(error)})
                self.metrics.restarted(error)
                stop.wait(_RESTART_SECONDS)

    def _hold(self, stop: Event) -> None:
        self._require_belonging()
        outbox = Outbox(UnsaidRows(self.database.url, self.speaker.source))
        try:
            producer = Producer(self.kafka, linger_seconds=LINGER_SECONDS)
            try:
                offsets = end_offsets(self.kafka, self.speaker.topic)
                relaying = Relaying(self.speaker, outbox, producer, offsets, self.metrics)
                log.info("relay started", extra={"checkpoint": outbox.read_to})
                self._work(relaying, stop)
            finally:
                producer.close()
        finally:
            outbox.close()

    def _require_belonging(self) -> None:
        """Before anything is taken hold of: whoever does not belong here must not disturb."""
        topics = [topic for topic in (self.speaker.topic, self.speaker.people_topic) if topic]
        with connect(self.database.url) as connection:
            require_belonging(connection, self.kafka, topics)
            require_all_recorded(connection, self.kafka, self.speaker.topic)

    def _work(self, relaying: Relaying, stop: Event) -> None:
        idle = 0
        while not stop.is_set():
            idle = 0 if relaying.step() else idle + 1
            self.pulse.beat()
            if idle:
                stop.wait(_POLL_SECONDS if idle < _LONG_IDLE else _IDLE_POLL_SECONDS)
        relaying.finish()
