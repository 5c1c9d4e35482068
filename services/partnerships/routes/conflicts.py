"""Conflicts: a manager's higher priority, and what the agreement answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from services.partnerships.acting import Acting, Seen
from services.partnerships.partnership.conflicts import AnswerConflict, RaiseConflict
from services.partnerships.routes.partnerships import WRITE
from services.partnerships.schemas.answers import ConflictAnswerMade, ConflictMade
from services.partnerships.schemas.bodies import AnswerConflictBody, RaiseConflictBody
from services.partnerships.stores import Stores
from shared.events.partnerships import (
    ConflictAnswered,
    ConflictRaised,
    ManagerRole,
    MeetingRescheduled,
    PartnershipEvent,
)
from shared.http.blueprint import Routes
from shared.http.commands import Answer
from shared.http.guard import allow


def conflict_routes(stores: Stores) -> Routes:
    routes = Routes("conflicts", description="Higher priorities")
    acting = Acting(stores=stores)

    @routes.post("/partnerships/<uuid:partnership_id>/conflicts")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(RaiseConflictBody)
    @routes.answers(201, ConflictMade)
    def raise_conflict(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            RaiseConflict,
            tell=raised,
            conflict_id=body.get("conflict_id") or uuid4(),
            meeting_id=body["meeting_id"],
            role=body.get("role") or _own_role(acting.see(partnership_id)),
            reason=body["reason"],
        )

    @routes.post("/partnerships/<uuid:partnership_id>/conflicts/<uuid:conflict_id>/answer")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(AnswerConflictBody)
    @routes.answers(201, ConflictAnswerMade)
    def answer_conflict(body: dict[str, Any], partnership_id: UUID, conflict_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            AnswerConflict,
            tell=answered,
            conflict_id=conflict_id,
            outcome=body.get("outcome"),
            contingency=body["contingency"],
        )

    return routes


def raised(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    return {
        "conflict_id": next(
            event.conflict_id for event in events if isinstance(event, ConflictRaised)
        )
    }


def answered(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    answer = next(event for event in events if isinstance(event, ConflictAnswered))
    moved = (event.starts_at for event in events if isinstance(event, MeetingRescheduled))
    return {
        "outcome": answer.outcome,
        "contingency": answer.contingency,
        "starts_at": next(moved, None),
    }


def _own_role(seen: Seen) -> ManagerRole:
    """Which of the two managers calls; whoever is neither is refused as the decider sees fit."""
    is_mentors = seen.row["mentor_manager_id"] == seen.viewer.person_id
    return "mentor_manager" if is_mentors else "mentee_manager"
