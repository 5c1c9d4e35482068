"""The processes of a service that have no web server: set up, run, stopped by SIGTERM."""

import gc
import logging
import signal
import sys
from threading import Event

from prometheus_client import CollectorRegistry

from shared.consumer import Consumer
from shared.consumer_lag import consumer_lag
from shared.consumer_metrics import ConsumerMetrics, consumer_state
from shared.hearing import Hearing
from shared.home import strayed_ends
from shared.kafka.ends import Ends
from shared.logging import configure_logging
from shared.metrics import new_registry, serve_health
from shared.observed import Look, Observed
from shared.outbox import FenceLostError
from shared.relay import Relay
from shared.relay_metrics import RelayMetrics, relay_state
from shared.relaying import Speaker
from shared.settings import database_settings, kafka_settings, log_settings, metrics_port
from shared.tracing import start_tracing

log = logging.getLogger(__name__)


def relay(service: str, speaker: Speaker) -> None:
    registry = _set_up(service, "relay")
    database = database_settings()
    process = Relay(
        speaker=speaker,
        database=database,
        kafka=kafka_settings(),
        metrics=RelayMetrics(registry),
    )
    registry.register(Observed(database=database, looks=[relay_state]))
    serve_health(registry, metrics_port(), process.pulse.beats)
    try:
        _run(process)
    except FenceLostError:
        log.error("another relay has taken over")  # noqa: TRY400 - nothing failed
        sys.exit(1)


def consumer(service: str, hearing: Hearing, *looks: Look) -> None:
    """`looks`: what else the service's database can tell."""
    registry = _set_up(service, "consumer")
    database, kafka = database_settings(), kafka_settings()
    process = Consumer(
        hearing=hearing,
        database=database,
        kafka=kafka,
        metrics=ConsumerMetrics(registry),
        tracer=start_tracing(service, "consumer"),
    )
    everything = [consumer_state, *looks, consumer_lag(Ends(kafka))]
    registry.register(Observed(database=database, looks=everything))
    serve_health(registry, metrics_port(), process.pulse.beats)
    _run(process)


def _run(process: Relay | Consumer) -> None:
    with strayed_ends():
        process.run(_stopped())


def _set_up(service: str, process: str) -> CollectorRegistry:
    configure_logging(log_settings(), service=service, process=process)
    # Records come and go by the thousand, none of them in a cycle: looking for cycles took a tenth.
    gc.set_threshold(50_000)
    return new_registry()


def _stopped() -> Event:
    """Return what SIGTERM or Ctrl-C sets: the step that is under way ends, then the process."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
