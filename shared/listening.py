"""What a consumer does in one step: hear a batch, take it in, let time pass."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import monotonic

from shared.batch import process
from shared.clock import Pause, pause
from shared.consumer_metrics import ConsumerMetrics
from shared.events.enrollment import PEOPLE_TOPIC
from shared.heard import Name, Raw, UnreadableError, read_name
from shared.hearing import Hearing, OnWatermark
from shared.intake import Sorted
from shared.kafka.subscription import Partition, Record, Subscription
from shared.ledger import Ledger
from shared.parked import FOLLOWS
from shared.positions import Position
from shared.tracing import Tracer, Untraced
from shared.watermark import Watermark
from shared.watermarks_heard import WatermarksHeard

log = logging.getLogger(__name__)

# Records end a poll at once. A rebalance has to end within a poll: the client starts one that ended
# between two polls all over again, and with it the whole group's.
_POLL_SECONDS = 1.0


class Listening:
    def __init__(  # noqa: PLR0913 - what it works with, each by its name
        self,
        hearing: Hearing,
        ledger: Ledger,
        subscription: Subscription,
        watermarks: WatermarksHeard,
        metrics: ConsumerMetrics,
        *,
        tracer: Tracer | None = None,
        pause: Pause = pause,
    ) -> None:
        self._hearing = hearing
        self._ledger = ledger
        self._subscription = subscription
        self._watermarks = watermarks
        self._metrics = metrics
        self._tracer = tracer or Untraced()
        self._pause = pause
        self._positions: dict[Partition, Position] = {}

    def step(self) -> None:
        records = self._subscription.poll(_POLL_SECONDS)
        if (partitions := self._subscription.assigned()) is not None:
            self._take(partitions)
        if records:
            self._take_in(records)
        if self._hearing.on_watermark is not None:
            self._let_time_pass(self._hearing.on_watermark)

    def _take(self, partitions: Collection[Partition]) -> None:
        self._positions = self._ledger.take(partitions)
        offsets = {partition: position.offset for partition, position in self._positions.items()}
        self._subscription.seek(offsets)
        self._metrics.assignments.inc()
        log.info("partitions taken", extra={"partitions": sorted(partitions)})

    def _take_in(self, records: Mapping[Partition, Sequence[Record]]) -> None:
        moved = {
            partition: replace(self._positions[partition], offset=found[-1].offset + 1)
            for partition, found in records.items()
        }
        heard = [_raw(topic, record) for (topic, _), found in records.items() for record in found]
        events = [raw for raw in heard if raw.topic != PEOPLE_TOPIC]
        names = list(_names(raw for raw in heard if raw.topic == PEOPLE_TOPIC))

        def begin() -> Sequence[Raw]:
            self._ledger.move(moved)
            if names and self._hearing.apply_people is not None:
                self._hearing.apply_people(self._ledger.connection, names)
            return events

        began = monotonic()
        with self._metrics.batch_seconds.time():
            batch = process(self._ledger, begin, self._hearing.apply, self._pause)
        self._positions |= moved
        self._metrics.count(batch)
        self._tracer.took_in(batch.new, monotonic() - began)
        _tell(batch)

    def _let_time_pass(self, on_watermark: OnWatermark) -> None:
        self._watermarks.listen()
        for partition, position in list(self._positions.items()):
            reached = self._watermarks.reached(partition, position.offset)
            if reached and (position.through is None or reached.through > position.through):
                self._advance(partition, reached, on_watermark)

    def _advance(self, partition: Partition, reached: Watermark, on_watermark: OnWatermark) -> None:
        moved = {partition: replace(self._positions[partition], through=reached.through)}

        def begin() -> Sequence[Raw]:
            self._ledger.move(moved)
            on_watermark(self._ledger.connection, reached.source, partition[1], reached.through)
            return []

        process(self._ledger, begin, self._hearing.apply, self._pause)
        self._positions |= moved


def _raw(topic: str, record: Record) -> Raw:
    return Raw(topic, record.partition, record.offset, record.key, record.value, record.headers)


def _tell(batch: Sorted) -> None:
    log.debug("heard", extra={"new": len(batch.new), "duplicates": len(batch.duplicates)})
    for parked in batch.parked:
        if parked.reason != FOLLOWS:
            where = {"stream": parked.stream, "version": parked.version}
            log.error("stream parked", extra={**where, "reason": parked.reason})


def _names(records: Iterable[Raw]) -> Iterator[Name]:
    """Read names; one that cannot be read is told of and left out, as it must not be kept."""
    for raw in records:
        try:
            yield read_name(raw)
        except UnreadableError as error:
            log.warning("unreadable name", extra={"offset": raw.offset, "error": str(error)})
