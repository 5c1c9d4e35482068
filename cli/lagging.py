"""How far relays and consumers are behind: in records, and in seconds since the oldest of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cli.hearings import HEARINGS
from cli.places import Places
from deploy.local.databases import SERVICES
from shared.clock import now
from shared.database import Connection, connect
from shared.kafka.client import ends_of_topics
from shared.kafka.ranges import first_record
from shared.kafka.subscription import Partition
from shared.settings import KafkaSettings


@dataclass(frozen=True, kw_only=True)
class RelayLag:
    """`seconds`: since when the oldest event waits. The other two are ages."""

    service: str
    events: int
    people: int
    seconds: float
    watermark_seconds: float | None
    oldest_transaction_seconds: float


@dataclass(frozen=True, kw_only=True)
class ConsumerLag:
    """`seconds`: since when the oldest record waits that was not taken in."""

    service: str
    topic: str
    partition: int
    position: int
    end: int
    records: int
    seconds: float
    watermark_seconds: float | None


@dataclass(frozen=True, kw_only=True)
class ParkedLag:
    service: str
    streams: int
    records: int


@dataclass(frozen=True, kw_only=True)
class Lag:
    relays: list[RelayLag]
    consumers: list[ConsumerLag]
    parked: list[ParkedLag]

    def above(self, seconds: float) -> Iterator[str]:
        """Tell what is further behind than that."""
        for relay in self.relays:
            for name in ("seconds", "watermark_seconds", "oldest_transaction_seconds"):
                if (getattr(relay, name) or 0) > seconds:
                    yield f"relay of {relay.service}: {name} {getattr(relay, name):.1f}"
        for consumer in self.consumers:
            for name in ("seconds", "watermark_seconds"):
                if (getattr(consumer, name) or 0) > seconds:
                    where = f"{consumer.service}, {consumer.topic} {consumer.partition}"
                    yield f"consumer of {where}: {name} {getattr(consumer, name):.1f}"


def measure(places: Places) -> Lag:
    kafka = places.kafka_settings()
    relays: list[RelayLag] = []
    consumers: list[ConsumerLag] = []
    parked: list[ParkedLag] = []
    ends = ends_of_topics(kafka, {topic for each in HEARINGS.values() for topic in each.topics})
    for service in SERVICES:
        with connect(places.database(service)) as connection:
            relays.append(_relay(connection, service))
            if service in HEARINGS:
                consumers += _consumers(connection, service, kafka, ends)
                parked.append(_parked(connection, service))
    return Lag(relays=relays, consumers=consumers, parked=parked)


def _relay(connection: Connection, service: str) -> RelayLag:
    events, people, seconds, watermark, transaction = _row(connection, _RELAY)
    return RelayLag(
        service=service,
        events=events,
        people=people,
        seconds=seconds,
        watermark_seconds=watermark,
        oldest_transaction_seconds=transaction,
    )


def _consumers(
    connection: Connection, service: str, kafka: KafkaSettings, ends: Mapping[Partition, int]
) -> Iterator[ConsumerLag]:
    kept = {(topic, number): row for topic, number, *row in connection.execute(_POSITIONS)}
    for (topic, number), end in sorted(ends.items()):
        if topic in HEARINGS[service].topics:
            position, watermark = kept.get((topic, number), (0, None))
            yield ConsumerLag(
                service=service,
                topic=topic,
                partition=number,
                position=position,
                end=end,
                records=max(end - position, 0),
                seconds=_waiting(kafka, (topic, number), range(position, end)),
                watermark_seconds=watermark,
            )


def _waiting(kafka: KafkaSettings, partition: Partition, unread: range) -> float:
    record = first_record(kafka, partition, unread) if unread else None
    if record is None:
        return 0.0
    said = datetime.fromtimestamp(record.timestamp / 1000, UTC)
    return max((now() - said).total_seconds(), 0.0)


def _parked(connection: Connection, service: str) -> ParkedLag:
    streams, records = _row(
        connection, "SELECT count(DISTINCT stream), count(*) FROM parked WHERE dropped_at IS NULL"
    )
    return ParkedLag(service=service, streams=streams, records=records)


def _row(connection: Connection, query: Any) -> tuple[Any, ...]:
    return connection.execute(query).fetchone() or ()


_RELAY = """
    WITH unsaid AS (
        SELECT count(*) AS events, min(coalesce(imported_at, recorded_at)) AS since
        FROM relay
        JOIN events ON (events.xid, events.position) > (relay.xid, relay.position)
    )
    SELECT
        events,
        (SELECT count(*) FROM people_outbox),
        coalesce(extract(epoch FROM clock_timestamp() - since)::float, 0),
        extract(epoch FROM clock_timestamp() - said_through)::float,
        coalesce(
            (SELECT extract(epoch FROM clock_timestamp() - min(since))::float
             FROM (
                SELECT xact_start FROM pg_stat_activity
                WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
                UNION ALL
                SELECT prepared FROM pg_prepared_xacts
             ) AS open (since)),
            0
        )
    FROM relay, unsaid
"""

_POSITIONS = """
    SELECT
        topic, partition, "offset",
        extract(epoch FROM clock_timestamp() - through)::float
    FROM positions
"""
