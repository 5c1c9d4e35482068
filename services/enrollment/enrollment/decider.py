"""The enrollment decider: every command, and what each event makes of the state. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, TypeAlias, assert_never

from services.enrollment.enrollment.absences import (
    EndUnavailability,
    PlanUnavailability,
    end,
    plan,
    shortened,
)
from services.enrollment.enrollment.acknowledging import AcknowledgeTerms, acknowledge
from services.enrollment.enrollment.asking import (
    Decline,
    RequestEnrollment,
    Withdraw,
    decline,
    request,
    withdraw,
)
from services.enrollment.enrollment.state import (
    Absence,
    Accepted,
    Acknowledgement,
    Asked,
    Closed,
    Requested,
    State,
    Unrequested,
)
from shared.decider import Decider
from shared.events.enrollment import (
    EnrollmentAccepted,
    EnrollmentDeclined,
    EnrollmentEvent,
    EnrollmentRequested,
    EnrollmentWithdrawn,
    TermsAcknowledged,
    UnavailabilityEnded,
    UnavailabilityPlanned,
)

Command: TypeAlias = (
    RequestEnrollment
    | AcknowledgeTerms
    | Decline
    | Withdraw
    | PlanUnavailability
    | EndUnavailability
)


def decide(command: Command, state: State) -> Sequence[EnrollmentEvent]:
    match command:
        case RequestEnrollment():
            return request(command, state)
        case AcknowledgeTerms():
            return acknowledge(command, state)
        case Decline():
            return decline(command, state)
        case Withdraw():
            return withdraw(command, state)
        case PlanUnavailability():
            return plan(command, state)
        case EndUnavailability():
            return end(command, state)
        case _:
            assert_never(command)


def evolve(state: State, event: EnrollmentEvent, _occurred_at: datetime) -> State:
    match event:
        case EnrollmentRequested():
            return Requested(asked=_asked(event))
        case TermsAcknowledged():
            return _note(state, event)
        case EnrollmentAccepted():
            return _accept(state, event)
        case EnrollmentDeclined():
            return _close(state, "declined")
        case EnrollmentWithdrawn():
            return _close(state, "withdrawn")
        case UnavailabilityPlanned() | UnavailabilityEnded():
            return _move_absences(state, event)
        case _:
            assert_never(event)


def _asked(event: EnrollmentRequested) -> Asked:
    return Asked(
        enrollment_id=event.enrollment_id,
        program_id=event.program_id,
        person_id=event.person_id,
        role=event.role,
        capacity=event.capacity,
        terms_version=event.terms_version,
    )


def _note(state: State, event: TermsAcknowledged) -> State:
    if not isinstance(state, Requested | Accepted):
        return state
    given = Acknowledgement(person_id=event.person_id, terms_version=event.terms_version)
    return replace(state, acknowledged={**state.acknowledged, event.as_: given})


def _accept(state: State, event: EnrollmentAccepted) -> State:
    if not isinstance(state, Requested | Accepted):
        return state
    return Accepted(
        asked=state.asked,
        acknowledged=state.acknowledged,
        manager_id=event.manager_id,
        terms_version=event.terms_version,
        absences=state.absences if isinstance(state, Accepted) else (),
    )


def _close(state: State, how: Literal["declined", "withdrawn"]) -> State:
    if not isinstance(state, Requested | Accepted):
        return state
    return Closed(asked=state.asked, how=how)


def _move_absences(state: State, event: UnavailabilityPlanned | UnavailabilityEnded) -> State:
    if not isinstance(state, Accepted):
        return state
    if isinstance(event, UnavailabilityEnded):
        return replace(state, absences=shortened(state.absences, event.ended_on))
    planned = Absence(from_on=event.from_on, until_on=event.until_on)
    return replace(state, absences=(*state.absences, planned))


enrollment: Decider[Command, State, EnrollmentEvent] = Decider(
    initial=Unrequested(), decide=decide, evolve=evolve
)
