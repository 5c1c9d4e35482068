"""What a relay does in one step: read a round, send it, see it written, move on, say how far."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Protocol

from shared.events.wire import WATERMARKS_TOPIC
from shared.home import StrayedError
from shared.kafka.producer import Headers, Sent, settle
from shared.logging import MOST_NAMED
from shared.outbox import Outbox, Round
from shared.relay_metrics import RelayMetrics
from shared.watermark import Marks, Watermark

log = logging.getLogger(__name__)

_SAY_SECONDS = 0.2
_SAY_IDLE_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who says it, and where."""

    source: str
    topic: str
    people_topic: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A round on its way."""

    round: Round
    events: Sequence[Sent]
    people: Sequence[Sent]
    watermark: Sequence[Sent]
    """What was said behind an earlier round."""

    def __bool__(self) -> bool:
        return bool(self.events or self.people or self.watermark)


class Sends(Protocol):
    def send(self, topic: str, key: bytes, value: bytes | None, headers: Headers) -> Sent: ...

    def hurry(self) -> None:
        """Let what was sent wait for no more."""


class Relaying:
    def __init__(  # noqa: PLR0913 - what it works with, each by its name
        self,
        speaker: Speaker,
        outbox: Outbox,
        producer: Sends,
        offsets: dict[int, int],
        metrics: RelayMetrics,
        *,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._speaker = speaker
        self._outbox = outbox
        self._producer = producer
        self._offsets = offsets
        self._metrics = metrics
        self._seconds = seconds
        self._under_way: Sending | None = None
        self._marks = Marks()
        self._next_mark = 0.0
        self._through: datetime | None = None
        self._watermark: Sequence[Sent] = []

    def step(self) -> bool:
        """Say one round; tell whether there was anything to say."""
        self._mark_if_due()
        round_ = self._outbox.read()
        ahead = self._send(round_)
        self.finish()
        self._under_way = ahead
        # Only while there is more, the next round is read with this one still on its way.
        if not round_.full or round_.people:
            if ahead:
                self._producer.hurry()
            self.finish()
        return bool(round_.events or round_.people)

    def finish(self) -> None:
        """See what is on its way written, and move the checkpoint behind it."""
        if self._under_way is None:
            return
        sending, self._under_way = self._under_way, None
        self._note(settle(sending.events))
        settle(sending.people)
        settle(sending.watermark)
        through = self._newer_through(sending.round.below)
        if sending.events or sending.people or through is not None:
            self._outbox.said(sending.round, through)
            self._metrics.said(events=len(sending.events), people=len(sending.people))
            _tell(sending.round)
        if sending.events:
            self._next_mark = min(self._next_mark, self._seconds() + _SAY_SECONDS)
        if through is not None:
            self._say(through)

    def _note(self, ends: Mapping[int, int]) -> None:
        """Take note of where partitions end now: further on, unless Kafka has lost its topics."""
        if any(end <= self._offsets.get(partition, 0) for partition, end in ends.items()):
            raise StrayedError(
                f"{self._speaker.topic} ends before what was said in it earlier: Kafka has lost "
                "records. Run `mentoring refill`"
            )
        self._offsets.update(ends)

    def _send(self, round_: Round) -> Sending:
        speaker = self._speaker
        watermark, self._watermark = self._watermark, []
        return Sending(
            round=round_,
            events=[self._producer.send(speaker.topic, *message) for message in round_.events],
            people=[
                self._producer.send(speaker.people_topic, *message)
                for message in round_.people
                if speaker.people_topic is not None
            ],
            watermark=watermark,
        )

    def _mark_if_due(self) -> None:
        if self._seconds() >= self._next_mark:
            self._marks.add(self._outbox.mark())
            self._next_mark = self._seconds() + _SAY_IDLE_SECONDS

    def _newer_through(self, below: int) -> datetime | None:
        through = self._marks.through(below)
        if through is None or (self._through is not None and through <= self._through):
            return None
        return through

    def _say(self, through: datetime) -> None:
        watermark = Watermark(
            source=self._speaker.source,
            topic=self._speaker.topic,
            through=through,
            offsets=self._offsets,
        )
        key = self._speaker.source.encode()
        # Nothing waits for it: it is seen written with the next round.
        self._watermark = [self._producer.send(WATERMARKS_TOPIC, key, watermark.to_json(), [])]
        self._through = through


def _tell(round_: Round) -> None:
    if round_.events:
        ids = (dict(message.headers)["ce_correlationid"] for message in round_.events[:MOST_NAMED])
        named = sorted({id_.decode() for id_ in ids})
        log.info("relayed", extra={"events": len(round_.events), "correlation_ids": named})
