"""Who the caller is to accountability."""

from uuid import NAMESPACE_URL, UUID, uuid5

from services.accountability.queries.directory import person_of
from services.accountability.viewer import Viewer
from shared.auth import Role
from shared.database import Connection
from shared.http.guard import principal

READERS: tuple[Role, ...] = ("administrator", "participant", "operator")
READ, WRITE = "accountability:read", "accountability:write"


def viewer(connection: Connection) -> Viewer:
    """Find what the caller may see. An integration never sees more than its scopes: no names."""
    caller = principal()
    if "integration" in caller.roles:
        return Viewer(person_id=None, sees_all=True, sees_names=False)
    if "administrator" in caller.roles:
        return Viewer(person_id=None, sees_all=True, sees_names=True)
    if "operator" in caller.roles:
        return Viewer(person_id=None, sees_all=True, sees_names=False)
    person_id = person_of(connection, caller.subject)
    return Viewer(person_id=person_id, sees_all=False, sees_names=True)


def actor_id(connection: Connection) -> UUID:
    """Name the caller in a fact: administrators need not be people of the company."""
    subject = principal().subject
    return person_of(connection, subject) or uuid5(NAMESPACE_URL, subject)
