"""The dates on which nothing is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.accountability.story.known import Known
from shared.events.partnerships import PartnershipPaused, PartnershipResumed


@dataclass(frozen=True, kw_only=True)
class Pause:
    """From `first_on` up to, not including, `until_on`."""

    known: Known
    first_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class Pauses:
    spans: Sequence[Pause]

    def cover(self, day: date) -> bool:
        return any(pause.first_on <= day < pause.until_on for pause in self.spans)


def pauses(facts: Sequence[Known]) -> Pauses:
    spans: list[Pause] = []
    for known in facts:
        match known.event:
            case PartnershipPaused(paused_on=first_on, resumes_on=until_on):
                spans.append(Pause(known=known, first_on=first_on, until_on=until_on))
            case PartnershipResumed(resumed_on=resumed_on):
                spans = [_shortened(pause, resumed_on) for pause in spans]
    return Pauses(spans=spans)


def _shortened(pause: Pause, resumed_on: date) -> Pause:
    if pause.first_on > resumed_on:
        return pause
    until_on = min(pause.until_on, resumed_on)
    return Pause(known=pause.known, first_on=pause.first_on, until_on=until_on)
