"""Imported history: the same commands with their own times, each through the decider. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from services.enrollment.enrollment.absences import EndUnavailability, PlanUnavailability
from services.enrollment.enrollment.acknowledging import AcknowledgeTerms
from services.enrollment.enrollment.asking import Decline, RequestEnrollment, Withdraw
from services.enrollment.enrollment.decider import Command, enrollment
from services.enrollment.refusals import UnknownTermsError
from shared.envelope import NewEvent
from shared.errors import DomainError, RefusedInHistoryError
from shared.events.enrollment import EnrollmentEvent

Told: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Background:
    """What the history is held against: the program's terms, and who manages the participant."""

    enrollment_id: UUID
    digests: Mapping[int, str]
    manager_id: UUID | None


class LaterThanRecordedError(DomainError):
    rule = "time-after-recorded"


def relive(commands: Sequence[Told], background: Background) -> Sequence[NewEvent[EnrollmentEvent]]:
    """All events of a history, from nothing; each recorded when its source recorded it."""
    state, events = enrollment.initial, list[NewEvent[EnrollmentEvent]]()
    for index, told in enumerate(commands):
        try:
            decided = enrollment.decide(_command(told, background), state)
            happened_at = _happened_at(told)
        except DomainError as refusal:
            raise RefusedInHistoryError(index, refusal) from refusal
        for event in decided:
            state = enrollment.evolve(state, event, happened_at)
            events.append(_recorded(event, told["at"], happened_at, background, len(events)))
    return events


def _happened_at(told: Told) -> datetime:
    happened_at: datetime = told.get("time", told["at"])
    if happened_at > told["at"]:
        raise LaterThanRecordedError("`time`, when it happened, is not later than `at`.")
    return happened_at


def _recorded(
    event: EnrollmentEvent,
    at: datetime,
    happened_at: datetime,
    background: Background,
    number: int,
) -> NewEvent[EnrollmentEvent]:
    return NewEvent(
        id=uuid5(background.enrollment_id, f"imported/{number}"),
        event=event,
        occurred_at=happened_at,
        recorded_at=at,
    )


def _command(told: Told, background: Background) -> Command:
    match told["do"]:
        case "request":
            return _request(told, background)
        case "acknowledge":
            return _acknowledge(told, background)
        case "decline":
            return Decline(by=told["by"], reason=told["reason"])
        case "withdraw":
            return Withdraw(reason=told["reason"])
        case "plan_unavailability":
            return PlanUnavailability(
                from_on=told["from_on"],
                until_on=told["until_on"],
                reason=told["reason"],
                replacement_id=told["replacement_id"],
            )
        case "end_unavailability":
            return EndUnavailability(ended_on=told["ended_on"])
        case unknown:
            raise AssertionError(unknown)


def _request(told: Told, background: Background) -> RequestEnrollment:
    _digest(told, background)
    return RequestEnrollment(
        enrollment_id=background.enrollment_id,
        program_id=told["program_id"],
        person_id=told["person_id"],
        role=told["role"],
        capacity=told["capacity"],
        terms_version=told["terms_version"],
        newest_terms=told["terms_version"],
    )


def _acknowledge(told: Told, background: Background) -> AcknowledgeTerms:
    """The terms named were the newest then: when they were published is not part of the history."""
    return AcknowledgeTerms(
        by=told["by"],
        as_=told["as_"],
        terms_version=told["terms_version"],
        digest=told["digest"],
        newest_terms=told["terms_version"],
        newest_digest=_digest(told, background),
        manager_id=background.manager_id,
    )


def _digest(told: Told, background: Background) -> str:
    version = told["terms_version"]
    if version not in background.digests:
        raise UnknownTermsError(version)
    return background.digests[version]
