"""What the agreement answers to a conflict: a function of agreement, meeting, conflict and time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.partnerships.partnership.meetings import overlapping
from services.partnerships.partnership.slots import instant, occurrences
from services.partnerships.partnership.state import Active, Conflict, Plan, agreement
from services.partnerships.partnership.zones import zone
from shared.errors import DomainError
from shared.events.agreement import (
    AlternativeSlot,
    Contingency,
    MoveWithinDays,
    Purpose,
    Remote,
    Shorten,
    Slot,
)
from shared.events.partnerships import AgreementDrafted, ConflictOutcome
from shared.events.reasons import Reason

# Monthly slots fall at most five weeks apart; a year allows for many that are taken.
HORIZON = timedelta(days=366)
# Whatever its reason, a conflict is a manager's priority: that clause is the last resort.
PURPOSES: Mapping[Reason, tuple[Purpose, ...]] = {
    "LEAVE_SICK": ("absence", "manager_priority"),
    "LEAVE_PLANNED": ("absence", "manager_priority"),
    "TRAVEL": ("travel", "manager_priority"),
    "TIME_WORKLOAD": ("known_busy_period", "manager_priority"),
    "TIME_NO_SLOT": ("known_busy_period", "manager_priority"),
}


class ContingencyDoesNotFitError(DomainError):
    rule = "contingency-does-not-fit"


@dataclass(frozen=True, kw_only=True)
class Move:
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The answer; `move` is null where the meeting stays as it is."""

    outcome: ConflictOutcome
    agreement_version: int
    contingency: int | None = None
    move: Move | None = None


@dataclass(frozen=True, kw_only=True)
class _Case:
    """One conflict laid beside the version of the agreement under which its meeting was agreed."""

    state: Active
    conflict: Conflict
    plan: Plan
    text: AgreementDrafted
    now: datetime


def proposed_answer(state: Active, conflict: Conflict, now: datetime) -> Proposal:
    """A contingency that fits; else `upheld` if notice came too late, else `renegotiate`."""
    case = _case(state, conflict, now)
    for purpose in PURPOSES.get(conflict.reason, ("manager_priority",)):
        for index, contingency in enumerate(case.text.contingencies):
            if contingency.for_ == purpose and (fitting := _apply(case, index)):
                return fitting
    notice = case.plan.starts_at - conflict.raised_at
    late = notice < timedelta(hours=case.text.notice_hours)
    return Proposal(
        outcome="upheld" if late else "renegotiate",
        agreement_version=case.plan.agreement_version,
    )


def answer_with(
    state: Active,
    conflict: Conflict,
    now: datetime,
    *,
    outcome: ConflictOutcome,
    contingency: int | None,
) -> Proposal:
    """The administrator's own answer; a contingency is one of the agreement that can be applied."""
    case = _case(state, conflict, now)
    if outcome != "contingency":
        if contingency is not None:
            raise ContingencyDoesNotFitError(f"{outcome} is answered without a contingency.")
        return Proposal(outcome=outcome, agreement_version=case.plan.agreement_version)
    known = range(len(case.text.contingencies))
    if contingency is None or contingency not in known:
        raise ContingencyDoesNotFitError(
            f"Version {case.plan.agreement_version} has {len(known)} contingencies, counted from "
            "0: name one of them, or answer upheld or renegotiate."
        )
    applied = _apply(case, contingency)
    if applied is None:
        raise ContingencyDoesNotFitError(
            f"Contingency {contingency} has no free time for this meeting: name another, or answer "
            "upheld or renegotiate."
        )
    return applied


def _case(state: Active, conflict: Conflict, now: datetime) -> _Case:
    plan = state.meetings[conflict.meeting_id].plan
    if plan is None:
        raise ContingencyDoesNotFitError("Only a scheduled meeting can be in a conflict.")
    text = agreement(state, plan.agreement_version)
    return _Case(state=state, conflict=conflict, plan=plan, text=text, now=now)


def _apply(case: _Case, index: int) -> Proposal | None:
    contingency = case.text.contingencies[index]
    move = _move(case, contingency)
    if move is None and not isinstance(contingency.then, Remote):
        return None
    return Proposal(
        outcome="contingency",
        agreement_version=case.plan.agreement_version,
        contingency=index,
        move=move,
    )


def _move(case: _Case, contingency: Contingency) -> Move | None:
    after = max(case.plan.starts_at, case.now)
    match contingency.then:
        case Remote():
            return None
        case AlternativeSlot(slot=slot):
            return _first_free(case, (slot,), after + HORIZON)
        case MoveWithinDays(days=days):
            return _first_free(case, case.text.slots, _end_of_day(case, days))
        case Shorten(minutes=minutes):
            return _shortened(case.plan, minutes)


def _shortened(plan: Plan, minutes: int) -> Move | None:
    return Move(starts_at=plan.starts_at, minutes=minutes) if minutes < plan.minutes else None


def _end_of_day(case: _Case, days: int) -> datetime:
    """The end of the `days`-th local date after the meeting's."""
    place = zone(case.state.pair.time_zone)
    last = case.plan.starts_at.astimezone(place).date() + timedelta(days=days + 1)
    return instant(datetime.combine(last, time()), place)


def _first_free(case: _Case, slots: tuple[Slot, ...], until: datetime) -> Move | None:
    since = max(case.plan.starts_at, case.now) + timedelta(microseconds=1)
    found = sorted(
        (starts_at, slot.minutes) for slot in slots for starts_at in occurrences(slot, since, until)
    )
    for starts_at, minutes in found:
        if not overlapping(case.state, starts_at, minutes, case.conflict.meeting_id):
            return Move(starts_at=starts_at, minutes=minutes)
    return None
