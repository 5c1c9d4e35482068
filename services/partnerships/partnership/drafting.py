"""Working out an agreement: numbered drafts, concrete down to their contingencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.partnerships.partnership.asking import (
    AskedBy,
    ongoing,
    require_partner_or_administrator,
)
from services.partnerships.partnership.state import State
from services.partnerships.partnership.zones import zone
from shared.errors import DomainError
from shared.events.agreement import AlternativeSlot, Contingency, Shorten, Slot
from shared.events.event import sealed
from shared.events.partnerships import AgreementDrafted, PartnershipEvent
from shared.events.terms import DurationWeeks


class DurationError(DomainError):
    rule = "agreement-duration"


class NoSlotError(DomainError):
    rule = "agreement-without-slot"


class VagueSlotError(DomainError):
    rule = "slot-not-concrete"


class VagueContingencyError(DomainError):
    rule = "contingency-not-concrete"


class ReviewDateError(DomainError):
    rule = "review-outside-agreement"


@dataclass(frozen=True, kw_only=True)
class DraftAgreement(AskedBy):
    """`duration` is that of the terms which the partnership was proposed under."""

    starts_on: date
    ends_on: date
    cadence_days: int
    slots: tuple[Slot, ...]
    notice_hours: int
    contingencies: tuple[Contingency, ...]
    agenda_hours: int
    review_on: date
    duration: DurationWeeks


def draft_agreement(command: DraftAgreement, state: State) -> Sequence[PartnershipEvent]:
    current = ongoing(state)
    require_partner_or_administrator(current.pair, command.by)
    _require_duration(command)
    _require_slots(command.slots)
    for contingency in command.contingencies:
        _require_concrete(contingency, command.slots)
    if not command.starts_on <= command.review_on <= command.ends_on:
        raise ReviewDateError(
            f"review_on lies within the agreement: {command.starts_on} to {command.ends_on}."
        )
    return [sealed(_text(command, len(current.drafts) + 1))]


def _text(command: DraftAgreement, agreement_version: int) -> AgreementDrafted:
    return AgreementDrafted(
        agreement_version=agreement_version,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        cadence_days=command.cadence_days,
        slots=command.slots,
        notice_hours=command.notice_hours,
        contingencies=command.contingencies,
        scheduler="mentee",
        agenda_hours=command.agenda_hours,
        review_on=command.review_on,
        digest="",
    )


def _require_duration(command: DraftAgreement) -> None:
    # People count `ends_on` in or out; a whole number of weeks is right either way.
    days = (command.ends_on - command.starts_on).days
    if not command.duration.least * 7 - 1 <= days <= command.duration.most * 7:
        raise DurationError(
            f"The terms allow {command.duration.least} to {command.duration.most} weeks from "
            f"starts_on to ends_on; usual are {command.duration.usual}."
        )


def _require_slots(slots: tuple[Slot, ...]) -> None:
    if not slots:
        raise NoSlotError("An agreement commits at least one slot in which the two will meet.")
    for slot in slots:
        _require_concrete_slot(slot)


def _require_concrete_slot(slot: Slot) -> None:
    zone(slot.time_zone)
    if slot.local_time.tzinfo is not None:
        raise VagueSlotError(
            "local_time is the time on the wall, such as 09:30, without an offset; "
            "its zone goes into time_zone."
        )


def _require_concrete(contingency: Contingency, slots: tuple[Slot, ...]) -> None:
    match contingency.then:
        case AlternativeSlot(slot=slot):
            _require_concrete_slot(slot)
            if slot in slots:
                raise VagueContingencyError(
                    "An alternative_slot is another slot than the committed ones."
                )
        case Shorten(minutes=minutes) if all(minutes >= slot.minutes for slot in slots):
            raise VagueContingencyError(
                f"shorten takes fewer minutes than a slot: less than "
                f"{max(slot.minutes for slot in slots)}."
            )
        case _:
            pass
