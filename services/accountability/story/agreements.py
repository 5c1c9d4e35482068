"""Which agreement was in force when, what it committed the pair to, and who signed it when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.accountability.story.known import Known
from services.accountability.story.pauses import Pauses
from services.accountability.story.slots import day_of, days_of, starts_at
from shared.events.partnerships import (
    AgreementDrafted,
    AgreementReplaced,
    AgreementSigned,
    PartnershipActivated,
)


@dataclass(frozen=True, kw_only=True)
class InForce:
    """An agreement from the day it came into force until the next one did, or it ended."""

    draft: AgreementDrafted
    known: Known
    signatures: Sequence[Known]
    first_on: date
    last_on: date


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """A committed slot on its day."""

    slot: int
    day: date
    starts_at: datetime
    agreement: InForce


@dataclass(kw_only=True)
class _Papers:
    drafts: dict[int, AgreementDrafted] = field(default_factory=dict)
    signatures: dict[int, list[Known]] = field(default_factory=dict)
    adopted: list[tuple[Known, int]] = field(default_factory=list)

    def note(self, known: Known) -> None:
        match known.event:
            case AgreementDrafted() as draft:
                self.drafts[draft.agreement_version] = draft
            case AgreementSigned() as signed:
                self.signatures.setdefault(signed.agreement_version, []).append(known)
            case PartnershipActivated() | AgreementReplaced() as adopted:
                self.adopted.append((known, adopted.agreement_version))


def agreements(facts: Sequence[Known], zone: str) -> Sequence[InForce]:
    """Every agreement that came into force, in order. A replaced one ends the day before."""
    papers = _Papers()
    for known in facts:
        papers.note(known)
    found: list[InForce] = []
    for index, (known, version) in enumerate(papers.adopted):
        draft = papers.drafts[version]
        following = papers.adopted[index + 1 : index + 2]
        last_on = (
            day_of(following[0][0].moment, zone) - timedelta(days=1) if following else draft.ends_on
        )
        found.append(
            InForce(
                draft=draft,
                known=known,
                signatures=papers.signatures.get(version, []),
                first_on=max(draft.starts_on, day_of(known.moment, zone)),
                last_on=min(last_on, draft.ends_on),
            )
        )
    return found


def occurrences(
    found: Sequence[InForce], pauses: Pauses, first: date, last: date
) -> Iterator[Occurrence]:
    """Every committed slot from `first` to `last`, both included, but those in a pause."""
    for agreement in found:
        start, end = max(first, agreement.first_on), min(last, agreement.last_on)
        for index, slot in enumerate(agreement.draft.slots):
            for day in days_of(slot, start, end):
                if not pauses.cover(day):
                    yield Occurrence(
                        slot=index, day=day, starts_at=starts_at(slot, day), agreement=agreement
                    )
