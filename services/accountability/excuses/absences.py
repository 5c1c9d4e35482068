"""When one of the pair was planned to be away, and when the partnership was paused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from services.accountability.story.known import Known
from services.accountability.story.story import Story
from shared.events.enrollment import UnavailabilityEnded, UnavailabilityPlanned
from shared.events.partnerships import PartnershipPaused
from shared.events.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class Absence:
    """From `from_on` up to, not including, `until_on`; nobody's where the pair was paused."""

    event_id: UUID
    what: Literal["unavailable", "paused"]
    person_id: UUID | None
    from_on: date
    until_on: date
    reason: Reason


def planned(person_id: UUID, facts: Iterable[Known]) -> Sequence[Absence]:
    """Read the absences of one enrollment's stream; an early return shortens what it interrupts."""
    found: list[Absence] = []
    for known in facts:
        match known.event:
            case UnavailabilityPlanned() as event:
                found.append(
                    Absence(
                        event_id=known.id,
                        what="unavailable",
                        person_id=person_id,
                        from_on=event.from_on,
                        until_on=event.until_on,
                        reason=event.reason,
                    )
                )
            case UnavailabilityEnded(ended_on=ended_on):
                found = [_shortened(absence, ended_on) for absence in found]
    return found


def _shortened(absence: Absence, ended_on: date) -> Absence:
    if absence.from_on > ended_on:
        return absence
    return replace(absence, until_on=min(absence.until_on, ended_on))


def absences_in(
    story: Story, absent: Sequence[Absence], first: date, last: date
) -> Iterator[Absence]:
    for absence in (*absent, *_paused(story)):
        if (
            absence.from_on < absence.until_on
            and absence.from_on <= last
            and absence.until_on > first
        ):
            yield absence


def _paused(story: Story) -> Iterator[Absence]:
    for pause in story.pauses.spans:
        if isinstance(pause.known.event, PartnershipPaused):
            yield Absence(
                event_id=pause.known.id,
                what="paused",
                person_id=None,
                from_on=pause.first_on,
                until_on=pause.until_on,
                reason=pause.known.event.reason,
            )
