"""People: registered, managed, gone, erased."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.enrollment.person import (
    AlreadyErasedError,
    ChangeManager,
    Command,
    DepartureAheadError,
    ErasePerson,
    NotEmployedError,
    OwnManagerError,
    PersonExistsError,
    RecordDeparture,
    RegisterPerson,
    SameManagerError,
    person,
)
from shared.events.enrollment import ManagerChanged, PersonErased, PersonLeft, PersonRegistered
from tests.unit.enrollment.spec import Spec

given = Spec(person).given

MIA, BOSS, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
registered = PersonRegistered(person_id=MIA, subject="mia", time_zone="UTC", manager_id=BOSS)
left = PersonLeft(person_id=MIA, left_on=date(2027, 2, 28))
erased = PersonErased(person_id=MIA)
register = RegisterPerson(person_id=MIA, subject="mia", time_zone="UTC", manager_id=BOSS)


def leave(day: date) -> RecordDeparture:
    return RecordDeparture(left_on=day, now=NOW)


def test_a_person_is_registered_once() -> None:
    given().when(register).then(registered)
    for past in ([registered], [registered, left], [registered, erased]):
        given(*past).when(register).then_refused(PersonExistsError)


def test_a_manager_changes_or_goes() -> None:
    for manager in (OTHER, None):
        changed = ManagerChanged(person_id=MIA, manager_id=manager)
        given(registered).when(ChangeManager(manager_id=manager)).then(changed)


def test_the_same_manager_is_no_change() -> None:
    changed = ManagerChanged(person_id=MIA, manager_id=OTHER)

    given(registered).when(ChangeManager(manager_id=BOSS)).then_refused(SameManagerError)
    given(registered, changed).when(ChangeManager(manager_id=OTHER)).then_refused(SameManagerError)


def test_nobody_manages_themselves() -> None:
    own = RegisterPerson(person_id=MIA, subject="mia", time_zone="UTC", manager_id=MIA)

    given().when(own).then_refused(OwnManagerError)
    given(registered).when(ChangeManager(manager_id=MIA)).then_refused(OwnManagerError)


def test_a_departure_is_recorded_when_it_has_come_somewhere_on_earth() -> None:
    given(registered).when(leave(date(2027, 2, 28))).then(left)
    given(registered).when(leave(date(2027, 3, 2))).then_refused(DepartureAheadError, "2027-03-01")


def test_whoever_was_registered_can_be_erased_once() -> None:
    given(registered).when(ErasePerson()).then(erased)
    given(registered, left).when(ErasePerson()).then(erased)
    given(registered, erased).when(ErasePerson()).then_refused(AlreadyErasedError)
    given().when(ErasePerson()).then_refused(NotEmployedError)


@pytest.mark.parametrize("command", [ChangeManager(manager_id=None), leave(date(2027, 1, 1))])
def test_nothing_else_happens_to_who_is_not_here(command: Command) -> None:
    given().when(command).then_refused(NotEmployedError)
    given(registered, left).when(command).then_refused(NotEmployedError)
    given(registered, erased).when(command).then_refused(NotEmployedError)
