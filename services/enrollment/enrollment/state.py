"""What an enrollment is, as its events have made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias
from uuid import UUID

from shared.events.enrollment import AcknowledgingRole, ParticipantRole


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked for, and stays as it was asked."""

    enrollment_id: UUID
    program_id: UUID
    person_id: UUID
    role: ParticipantRole
    capacity: int
    terms_version: int


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    person_id: UUID
    terms_version: int


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Away from `from_on` up to, not including, `until_on`."""

    from_on: date
    until_on: date


Acknowledgements: TypeAlias = Mapping[AcknowledgingRole, Acknowledgement]


@dataclass(frozen=True, kw_only=True)
class Unrequested:
    pass


@dataclass(frozen=True, kw_only=True)
class Requested:
    """`acknowledged`: the newest acknowledgement in each role."""

    asked: Asked
    acknowledged: Acknowledgements = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """Newer terms can be acknowledged while it stays accepted under `terms_version`."""

    asked: Asked
    acknowledged: Acknowledgements
    manager_id: UUID
    terms_version: int
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Closed:
    asked: Asked
    how: Literal["declined", "withdrawn"]


Open: TypeAlias = Requested | Accepted
State: TypeAlias = Unrequested | Requested | Accepted | Closed
