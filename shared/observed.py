"""Metrics that are asked of a database, or of Kafka, in the moment that somebody asks for metrics.

They tell how far things are also while the process itself hangs, and cost nothing in its work.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import psycopg
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shared.database import Connection, connect
from shared.kafka.client import BrokerError
from shared.settings import DatabaseSettings

log = logging.getLogger(__name__)

Look: TypeAlias = Callable[[Connection], Iterable[Metric]]

_PATIENCE = "SET statement_timeout = '5s'"


@dataclass(frozen=True, kw_only=True, eq=False)  # a registry keeps collectors as keys
class Observed(Collector):
    """Without its server a look is left out, and `mentoring_observed` says so."""

    database: DatabaseSettings
    looks: Sequence[Look]

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        found: list[Metric] = []
        observed = GaugeMetricFamily(
            "mentoring_observed", "Whether all that has to be asked for metrics has answered."
        )
        try:
            with connect(self.database.url) as connection:
                connection.execute(_PATIENCE)
                for look in self.looks:
                    found += look(connection)
            observed.add_metric([], 1)
        except (psycopg.Error, BrokerError) as error:
            log.warning("not observed", extra={"error": repr(error)})
            observed.add_metric([], 0)
        return [observed, *found]
