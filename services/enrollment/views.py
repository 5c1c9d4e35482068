"""An enrollment as it is shown: its row, and what its own events say beyond it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.enrollment.enrollment.state import Accepted, Requested, State
from services.enrollment.queries import EnrollmentRow


def enrollment_view(row: EnrollmentRow, state: State, newest: int | None) -> Mapping[str, Any]:
    acknowledged = state.acknowledged if isinstance(state, Requested | Accepted) else {}
    return {
        **asdict(row),
        "acknowledged": [
            {"as_": role, "person_id": each.person_id, "terms_version": each.terms_version}
            for role, each in acknowledged.items()
        ],
        "waiting_for": _waiting_for(row, state, newest),
        "absences": state.absences if isinstance(state, Accepted) else [],
    }


def _waiting_for(row: EnrollmentRow, state: State, newest: int | None) -> Sequence[str]:
    """Who has yet to acknowledge the newest terms, be it to get or to stay accepted."""
    if not isinstance(state, Requested | Accepted) or newest is None:
        return []
    needed = {state.asked.role: row.person_id, "manager": row.manager_id}
    given = {str(role): each for role, each in state.acknowledged.items()}
    return [
        role
        for role, person_id in needed.items()
        if (found := given.get(role)) is None
        or (found.person_id, found.terms_version) != (person_id, newest)
    ]
