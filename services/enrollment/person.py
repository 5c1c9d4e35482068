"""The person decider: registered, managed, gone, erased. Pure; names are not in here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Decider
from shared.errors import DomainError
from shared.events.enrollment import (
    ManagerChanged,
    PersonErased,
    PersonEvent,
    PersonLeft,
    PersonRegistered,
)

# Where it is the latest date on earth, the clocks are fourteen hours ahead of UTC.
_EASTERNMOST = timedelta(hours=14)


@dataclass(frozen=True, kw_only=True)
class RegisterPerson:
    person_id: UUID
    subject: str
    time_zone: str
    manager_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ChangeManager:
    manager_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class RecordDeparture:
    left_on: date
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ErasePerson:
    pass


@dataclass(frozen=True, kw_only=True)
class Nobody:
    pass


@dataclass(frozen=True, kw_only=True)
class Employed:
    person_id: UUID
    manager_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Departed:
    person_id: UUID
    left_on: date


@dataclass(frozen=True, kw_only=True)
class Erased:
    person_id: UUID


Command: TypeAlias = RegisterPerson | ChangeManager | RecordDeparture | ErasePerson
State: TypeAlias = Nobody | Employed | Departed | Erased


class PersonExistsError(DomainError):
    rule = "person-exists"


class NotEmployedError(DomainError):
    rule = "person-not-employed"


class OwnManagerError(DomainError):
    rule = "own-manager"


class SameManagerError(DomainError):
    rule = "same-manager"


class DepartureAheadError(DomainError):
    rule = "departure-ahead"


class AlreadyErasedError(DomainError):
    rule = "already-erased"


def decide(command: Command, state: State) -> Sequence[PersonEvent]:
    match command:
        case RegisterPerson():
            return _register(command, state)
        case ChangeManager():
            return _change_manager(command, _employed(state))
        case RecordDeparture():
            return _record_departure(command, _employed(state))
        case ErasePerson():
            return _erase(state)
        case _:
            assert_never(command)


def _register(command: RegisterPerson, state: State) -> Sequence[PersonEvent]:
    if not isinstance(state, Nobody):
        raise PersonExistsError("There is a person with this person_id; choose another one.")
    _require_other(command.manager_id, command.person_id)
    return [
        PersonRegistered(
            person_id=command.person_id,
            subject=command.subject,
            time_zone=command.time_zone,
            manager_id=command.manager_id,
        )
    ]


def _change_manager(command: ChangeManager, state: Employed) -> Sequence[PersonEvent]:
    _require_other(command.manager_id, state.person_id)
    if command.manager_id == state.manager_id:
        raise SameManagerError("The person has this manager already; name another one, or null.")
    return [ManagerChanged(person_id=state.person_id, manager_id=command.manager_id)]


def _record_departure(command: RecordDeparture, state: Employed) -> Sequence[PersonEvent]:
    if command.left_on > (latest := (command.now + _EASTERNMOST).date()):
        raise DepartureAheadError(
            f"A departure is recorded when it has come: left_on is not later than {latest}."
        )
    return [PersonLeft(person_id=state.person_id, left_on=command.left_on)]


def _erase(state: State) -> Sequence[PersonEvent]:
    match state:
        case Nobody():
            raise NotEmployedError("Only a person who was registered can be erased.")
        case Erased():
            raise AlreadyErasedError("The person was erased before; there is nothing left.")
        case Employed() | Departed():
            return [PersonErased(person_id=state.person_id)]
        case _:
            assert_never(state)


def _employed(state: State) -> Employed:
    if not isinstance(state, Employed):
        raise NotEmployedError("This is said only of a person who is registered and has not left.")
    return state


def _require_other(manager_id: UUID | None, person_id: UUID) -> None:
    if manager_id == person_id:
        raise OwnManagerError("Nobody is their own manager; name another person, or null.")


def evolve(state: State, event: PersonEvent, _occurred_at: datetime) -> State:
    match event:
        case PersonRegistered():
            return Employed(person_id=event.person_id, manager_id=event.manager_id)
        case ManagerChanged():
            return _with_manager(state, event.manager_id)
        case PersonLeft():
            return Departed(person_id=event.person_id, left_on=event.left_on)
        case PersonErased():
            return Erased(person_id=event.person_id)
        case _:
            assert_never(event)


def _with_manager(state: State, manager_id: UUID | None) -> State:
    return replace(state, manager_id=manager_id) if isinstance(state, Employed) else state


person: Decider[Command, State, PersonEvent] = Decider(
    initial=Nobody(), decide=decide, evolve=evolve
)
