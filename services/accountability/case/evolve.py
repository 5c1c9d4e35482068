"""How each fact changes the case, and which rules it may make speak differently."""

from typing import assert_never

from services.accountability.calendar import Day, Tick, local_day, merged
from services.accountability.case.changes import CHECK_INS, CONFLICTS, EVERYTHING, PROGRESS, Effect
from services.accountability.case.meetings import Cause, note_meeting, redate_meetings
from services.accountability.case.rhythm import rhythms
from services.accountability.case.state import Agreement, Case, Conflict, Mark
from services.accountability.narrow import (
    AgreementReplaced,
    CheckInRecorded,
    ConflictAnswered,
    ConflictRaised,
    GoalSet,
    MeetingCancelled,
    MeetingConfirmed,
    MeetingDisputed,
    MeetingHeld,
    MeetingMissed,
    MeetingRescheduled,
    MeetingRetracted,
    MeetingScheduled,
    PartnershipActivated,
    PartnershipEnded,
    PartnershipPaused,
    PartnershipProposed,
    PartnershipResumed,
    ProgressReported,
    Read,
)


def evolve(case: Case, fact: Read, cause: Cause) -> Effect:  # noqa: C901
    match fact:
        case (
            MeetingScheduled()
            | MeetingRescheduled()
            | MeetingCancelled()
            | MeetingHeld()
            | MeetingMissed()
            | MeetingConfirmed()
            | MeetingDisputed()
            | MeetingRetracted()
        ):
            return note_meeting(case, fact, cause)
        case ConflictRaised():
            raised = _mark(case, cause)
            case.conflicts.append(Conflict(fact.conflict_id, fact.meeting_id, raised))
            return Effect(CONFLICTS)
        case ConflictAnswered():
            case.answered.append(fact.conflict_id)
            return Effect(CONFLICTS)
        case GoalSet():
            case.goals.append(fact.goal_id)
            case.goal_set = _mark(case, cause)
            return Effect(PROGRESS)
        case ProgressReported():
            case.levels[fact.goal_id] = fact.level
            case.progress = _mark(case, cause)
            return Effect(PROGRESS)
        case CheckInRecorded():
            case.check_ins.setdefault(fact.with_, []).append(cause.moment)
            day = local_day(case.time_zone, cause.moment)
            case.checked_in[fact.with_] = max(case.checked_in.get(fact.with_, day), day)
            return Effect(CHECK_INS)
        case PartnershipProposed():
            _propose(case, fact, cause)
        case PartnershipActivated() | AgreementReplaced():
            _agree(case, fact, cause)
        case PartnershipPaused():
            case.pauses.append((fact.paused_on.toordinal(), fact.resumes_on.toordinal()))
            case.paused = merged(case.pauses)
        case PartnershipResumed():
            _resume(case, fact.resumed_on.toordinal())
        case PartnershipEnded():
            case.ended = True
        case _:
            assert_never(fact)
    return Effect(EVERYTHING)


def _mark(case: Case, cause: Cause) -> Mark:
    return Mark(cause.event_id, cause.moment, local_day(case.time_zone, cause.moment))


def _propose(case: Case, fact: PartnershipProposed, cause: Cause) -> None:
    case.program_id = fact.program_id
    case.policy = fact.policy
    if case.agreement is not None:
        case.rhythm = rhythms(case.policy, case.agreement.cadence_days)
    if fact.time_zone != case.time_zone:
        case.time_zone = fact.time_zone
        _redate(case)
    case.proposed = _mark(case, cause)


def _agree(case: Case, fact: PartnershipActivated | AgreementReplaced, cause: Cause) -> None:
    mark = _mark(case, cause)
    if isinstance(fact, PartnershipActivated):
        case.activated = mark
    elif case.agreement is not None and fact.cadence_days < case.agreement.cadence_days:
        case.quickened = mark
    case.agreement = Agreement(
        event_id=cause.event_id,
        starts_on=fact.starts_on.toordinal(),
        ends_on=fact.ends_on.toordinal(),
        cadence_days=fact.cadence_days,
        notice_hours=fact.notice_hours,
    )
    case.rhythm = rhythms(case.policy, fact.cadence_days)


def _resume(case: Case, resumed_on: Day) -> None:
    """End every pause that had begun; the others stay."""
    case.pauses = [
        (first, min(end, resumed_on)) if first <= resumed_on else (first, end)
        for first, end in case.pauses
    ]
    case.paused = merged(case.pauses)


def _redate(case: Case) -> None:
    """Find every date anew: they are all local, and the time zone has become another."""

    def day_of(moment: Tick) -> Day:
        return local_day(case.time_zone, moment)

    redate_meetings(case.schedule, day_of)
    marks = [case.activated, case.quickened, case.goal_set, case.progress]
    for mark in marks + [conflict.raised for conflict in case.conflicts]:
        if mark is not None:
            mark.day = day_of(mark.moment)
    for role, moments in case.check_ins.items():
        case.checked_in[role] = max(day_of(moment) for moment in moments)
