"""Who looks, and how much of a partnership they may see. Looked-up facts in, answers out."""

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias
from uuid import UUID

# `full`: all that is known here; `numbers`: dates and numbers, no content.
View: TypeAlias = Literal["full", "numbers"]

ROLES = ("mentor", "mentee", "mentor_manager", "mentee_manager")
# What these rules say comes from goals and check-ins, which managers do not see.
CONTENT_RULES = ("check-in-overdue", "no-progress")


class Participants(Protocol):
    """Whose partnership it is."""

    @property
    def mentor_id(self) -> UUID: ...
    @property
    def mentee_id(self) -> UUID: ...
    @property
    def mentor_manager_id(self) -> UUID: ...
    @property
    def mentee_manager_id(self) -> UUID: ...


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """`sees_all`: administrators, operators, integrations with the scope; others see their own."""

    person_id: UUID | None
    sees_all: bool
    sees_names: bool

    def view_of(self, participants: Participants) -> View | None:
        """Tell how much they see of the partnership of these people; None: not even that it is."""
        if self.sees_all:
            return "full"
        if self.person_id is None:
            return None
        if self.person_id in (participants.mentor_id, participants.mentee_id):
            return "full"
        managers = (participants.mentor_manager_id, participants.mentee_manager_id)
        return "numbers" if self.person_id in managers else None
