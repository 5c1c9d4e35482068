"""What is known of the time since the last held meeting: facts with event ids, and no judgement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.accountability.excuses.absences import Absence, absences_in
from services.accountability.excuses.changes import Change, changes
from services.accountability.excuses.conflicts import Conflict, conflicts
from services.accountability.story.agreements import Occurrence
from services.accountability.story.known import Known
from services.accountability.story.story import Story
from shared.events.partnerships import AgreementSigned

AHEAD = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Signature:
    event_id: UUID
    role: str
    signer_id: UUID
    signed_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignedAgreement:
    """An agreement that committed the pair to slots; `event_id` is what put it in force."""

    agreement_version: int
    event_id: UUID
    signatures: Sequence[Signature]


@dataclass(frozen=True, kw_only=True)
class CommittedSlot:
    """A slot that fell, or will fall, under one of the agreements."""

    agreement_version: int
    slot: int
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, kw_only=True)
class FactsBeside:
    """`since` is the day of the last held meeting, or without one the agreement's first day."""

    since: date | None
    until: datetime
    agreements: Sequence[SignedAgreement]
    slots: Sequence[CommittedSlot]
    meetings: Sequence[Change]
    conflicts: Sequence[Conflict]
    absences: Sequence[Absence]
    slots_ahead: Sequence[CommittedSlot]


def facts_beside(story: Story, absent: Sequence[Absence], until: datetime) -> FactsBeside:
    """Arrange what `story`, whose facts were all known at `until`, says of the silence."""
    today = story.day_of(until)
    since = since_on(story)
    fallen = [s for s in story.slots(since or today, today) if _fell(story, s, until)]
    ahead = [s for s in story.slots(today, today + AHEAD) if until < s.starts_at <= until + AHEAD]
    return FactsBeside(
        since=since,
        until=until,
        agreements=list(_agreements([*fallen, *ahead])),
        slots=[_slot(s) for s in fallen],
        meetings=list(changes(story, since)),
        conflicts=list(conflicts(story, since)),
        absences=list(absences_in(story, absent, since or today, today + AHEAD)),
        slots_ahead=[_slot(s) for s in ahead],
    )


def since_on(story: Story) -> date | None:
    held = story.last_held_at
    return story.begin if held is None else story.day_of(held)


def _fell(story: Story, slot: Occurrence, until: datetime) -> bool:
    after = story.last_held_at
    return slot.starts_at <= until and (after is None or slot.starts_at > after)


def _slot(occurrence: Occurrence) -> CommittedSlot:
    draft = occurrence.agreement.draft
    return CommittedSlot(
        agreement_version=draft.agreement_version,
        slot=occurrence.slot,
        starts_at=occurrence.starts_at,
        minutes=draft.slots[occurrence.slot].minutes,
    )


def _agreements(found: Sequence[Occurrence]) -> Iterator[SignedAgreement]:
    """Each of the agreements that these slots are of, once."""
    in_force = {each.agreement.draft.agreement_version: each.agreement for each in found}
    for version, agreement in in_force.items():
        yield SignedAgreement(
            agreement_version=version,
            event_id=agreement.known.id,
            signatures=list(_signatures(agreement.signatures)),
        )


def _signatures(signed: Sequence[Known]) -> Iterator[Signature]:
    for known in signed:
        if isinstance(known.event, AgreementSigned):
            yield Signature(
                event_id=known.id,
                role=known.event.role,
                signer_id=known.event.signer_id,
                signed_at=known.moment,
            )
