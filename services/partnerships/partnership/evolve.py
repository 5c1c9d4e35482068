"""What each event makes of a partnership. History is taken as it is: nothing is refused here."""

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias, assert_never

from services.partnerships.partnership.evolve_agreement import AgreementEvent, evolve_agreement
from services.partnerships.partnership.evolve_meetings import MeetingEvent, evolve_meetings
from services.partnerships.partnership.proposal import pair_of
from services.partnerships.partnership.state import (
    Active,
    Conflict,
    Ended,
    Goal,
    Ongoing,
    Paused,
    Proposed,
    State,
)
from shared.events.partnerships import (
    CheckInRecorded,
    ConflictAnswered,
    ConflictRaised,
    GoalSet,
    PartnershipEnded,
    PartnershipEvent,
    PartnershipPaused,
    PartnershipProposed,
    PartnershipResumed,
    ProgressReported,
    SilenceExplained,
)

ConflictEvent: TypeAlias = ConflictRaised | ConflictAnswered
ProgressEvent: TypeAlias = GoalSet | ProgressReported | CheckInRecorded | SilenceExplained
OngoingEvent: TypeAlias = (
    AgreementEvent
    | MeetingEvent
    | ConflictEvent
    | ProgressEvent
    | PartnershipPaused
    | PartnershipResumed
    | PartnershipEnded
)


class ImpossibleHistoryError(Exception):
    """The stream holds an event that no decision of this service can have made."""


def evolve(state: State, event: PartnershipEvent, at: datetime) -> State:
    if isinstance(event, PartnershipProposed):
        return Proposed(pair=pair_of(event))
    if not isinstance(state, Proposed | Active):
        raise ImpossibleHistoryError(event)
    return _evolve_ongoing(state, event, at)


def _evolve_ongoing(state: Ongoing, event: OngoingEvent, at: datetime) -> State:
    match event:
        case PartnershipPaused() | PartnershipResumed():
            return _evolve_pauses(state, event)
        case PartnershipEnded():
            return Ended(
                before=state, ended_on=event.ended_on, outcome=event.outcome, reason=event.reason
            )
    if isinstance(event, AgreementEvent):
        return evolve_agreement(state, event)
    if not isinstance(state, Active):
        raise ImpossibleHistoryError(event)
    if isinstance(event, MeetingEvent):
        return evolve_meetings(state, event)
    if isinstance(event, ConflictEvent):
        return _evolve_conflicts(state, event, at)
    return _evolve_progress(state, event)


def _evolve_pauses(state: Ongoing, event: PartnershipPaused | PartnershipResumed) -> Ongoing:
    match event:
        case PartnershipPaused(paused_on=paused_on, resumes_on=resumes_on):
            paused = Paused(paused_on=paused_on, resumes_on=resumes_on, until_on=resumes_on)
            return replace(state, pauses=(*state.pauses, paused))
        case PartnershipResumed(resumed_on=day):
            return replace(
                state,
                pauses=tuple(
                    replace(known, until_on=min(known.until_on, day))
                    if known.paused_on <= day
                    else known
                    for known in state.pauses
                ),
            )
        case _:
            assert_never(event)


def _evolve_conflicts(state: Active, event: ConflictEvent, at: datetime) -> Active:
    match event:
        case ConflictRaised():
            conflict = Conflict(
                conflict_id=event.conflict_id,
                meeting_id=event.meeting_id,
                role=event.role,
                reason=event.reason,
                raised_at=at,
            )
        case ConflictAnswered():
            conflict = replace(state.conflicts[event.conflict_id], outcome=event.outcome)
        case _:
            assert_never(event)
    return replace(state, conflicts={**state.conflicts, conflict.conflict_id: conflict})


def _evolve_progress(state: Active, event: ProgressEvent) -> Active:
    match event:
        case GoalSet():
            goal = Goal(goal_id=event.goal_id, due_on=event.due_on)
        case ProgressReported():
            goal = replace(state.goals[event.goal_id], level=event.level)
        case CheckInRecorded():
            return replace(state, check_ins=state.check_ins | {event.check_in_id})
        case SilenceExplained():
            return state
        case _:
            assert_never(event)
    return replace(state, goals={**state.goals, goal.goal_id: goal})
