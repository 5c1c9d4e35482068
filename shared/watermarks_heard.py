"""The watermarks that others say, kept until one's own position has reached them."""

import logging
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Protocol

import msgspec

from shared.kafka.subscription import Partition
from shared.watermark import Watermark

log = logging.getLogger(__name__)

_MOST = 10_000


class Reads(Protocol):
    def read(self) -> Iterator[bytes]:
        """Yield the values that have come since the last time."""

    def close(self) -> None: ...


class WatermarksHeard:
    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._said: dict[str, deque[Watermark]] = defaultdict(lambda: deque(maxlen=_MOST))

    def listen(self) -> None:
        for value in self._reader.read():
            try:
                watermark = msgspec.json.decode(value, type=Watermark)
            except msgspec.DecodeError as error:
                log.warning("unreadable watermark", extra={"error": str(error)})
            else:
                self._said[watermark.topic].append(watermark)

    def reached(self, partition: Partition, offset: int) -> Watermark | None:
        """Return the newest one that holds for whoever has read the partition up to there."""
        topic, number = partition
        for watermark in reversed(self._said[topic]):
            if number in watermark.offsets and watermark.offsets[number] <= offset:
                return watermark
        return None

    def close(self) -> None:
        self._reader.close()
