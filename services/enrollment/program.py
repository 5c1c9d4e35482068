"""The program decider: a program exists, and its terms are published in numbered versions. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Decider
from shared.errors import DomainError
from shared.events.enrollment import ProgramCreated, ProgramEvent, TermsPublished
from shared.events.event import sealed
from shared.events.terms import DurationWeeks, Policy, Responsibilities


@dataclass(frozen=True, kw_only=True)
class CreateProgram:
    program_id: UUID
    key: str


@dataclass(frozen=True, kw_only=True)
class PublishTerms:
    responsibilities: Responsibilities
    duration_weeks: DurationWeeks
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class NoProgram:
    pass


@dataclass(frozen=True, kw_only=True)
class Program:
    program_id: UUID
    terms: tuple[TermsPublished, ...] = ()


Command: TypeAlias = CreateProgram | PublishTerms
State: TypeAlias = NoProgram | Program


class ProgramExistsError(DomainError):
    rule = "program-exists"


class NoProgramError(DomainError):
    rule = "no-program"


class DurationOutOfOrderError(DomainError):
    rule = "duration-out-of-order"


def decide(command: Command, state: State) -> Sequence[ProgramEvent]:
    match command:
        case CreateProgram():
            return _create(command, state)
        case PublishTerms():
            return _publish(command, state)
        case _:
            assert_never(command)


def _create(command: CreateProgram, state: State) -> Sequence[ProgramEvent]:
    if isinstance(state, Program):
        raise ProgramExistsError("There is a program with this program_id; choose another one.")
    return [ProgramCreated(program_id=command.program_id, key=command.key)]


def _publish(command: PublishTerms, state: State) -> Sequence[ProgramEvent]:
    if isinstance(state, NoProgram):
        raise NoProgramError("Terms are published for a program that exists; create it first.")
    _require_order(command.duration_weeks)
    terms = TermsPublished(
        program_id=state.program_id,
        terms_version=len(state.terms) + 1,
        responsibilities=command.responsibilities,
        duration_weeks=command.duration_weeks,
        policy=command.policy,
        digest="",
    )
    return [sealed(terms)]


def _require_order(weeks: DurationWeeks) -> None:
    if not weeks.least <= weeks.usual <= weeks.most:
        raise DurationOutOfOrderError(
            "duration_weeks takes least <= usual <= most; "
            f"{weeks.least}, {weeks.usual}, {weeks.most} are not in that order."
        )


def evolve(state: State, event: ProgramEvent, _occurred_at: datetime) -> State:
    match event:
        case ProgramCreated():
            return Program(program_id=event.program_id)
        case TermsPublished():
            return (
                replace(state, terms=(*state.terms, event)) if isinstance(state, Program) else state
            )
        case _:
            assert_never(event)


program: Decider[Command, State, ProgramEvent] = Decider(
    initial=NoProgram(), decide=decide, evolve=evolve
)
