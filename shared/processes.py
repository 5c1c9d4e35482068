"""The processes of a service that have no web server: set up, run, stopped by SIGTERM."""

import signal
from threading import Event

from prometheus_client import CollectorRegistry

from shared.consumer import Consumer
from shared.consumer_metrics import ConsumerMetrics
from shared.hearing import Hearing
from shared.logging import configure_logging
from shared.metrics import new_registry, serve_metrics
from shared.relay import Relay
from shared.relay_metrics import RelayMetrics
from shared.relaying import Speaker
from shared.settings import database_settings, kafka_settings, log_settings, metrics_port


def relay(service: str, speaker: Speaker) -> None:
    metrics = RelayMetrics(_set_up(service, "relay"))
    database, kafka = database_settings(), kafka_settings()
    Relay(speaker=speaker, database=database, kafka=kafka, metrics=metrics).run(_stopped())


def consumer(service: str, hearing: Hearing) -> None:
    metrics = ConsumerMetrics(_set_up(service, "consumer"))
    database, kafka = database_settings(), kafka_settings()
    Consumer(hearing=hearing, database=database, kafka=kafka, metrics=metrics).run(_stopped())


def _set_up(service: str, process: str) -> CollectorRegistry:
    configure_logging(log_settings(), service=service, process=process)
    registry = new_registry()
    serve_metrics(registry, metrics_port())
    return registry


def _stopped() -> Event:
    """Return what SIGTERM or Ctrl-C sets: the step that is under way ends, then the process."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
