"""Goals and progress, check-ins, what was said of a silence. Words lie beside their facts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from services.partnerships.acting import Acting
from services.partnerships.partnership.progress import (
    ExplainSilence,
    RecordCheckIn,
    ReportProgress,
    SetGoal,
)
from services.partnerships.routes.partnerships import WRITE
from services.partnerships.schemas.answers import CheckInMade, GoalMade, Made
from services.partnerships.schemas.bodies import CheckInBody, ExplainBody, GoalBody, ProgressBody
from services.partnerships.stores import Stores
from services.partnerships.texts import KeepText
from shared.events.partnerships import CheckInRecorded, GoalSet, PartnershipEvent
from shared.http.blueprint import Routes
from shared.http.commands import Answer
from shared.http.guard import allow


def goal_routes(stores: Stores) -> Routes:
    routes = Routes("goals", description="What the two work on")
    acting = Acting(stores=stores)

    @routes.post("/partnerships/<uuid:partnership_id>/goals")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(GoalBody)
    @routes.answers(201, GoalMade)
    def set_goal(body: dict[str, Any], partnership_id: UUID) -> Answer:
        seen, goal_id = acting.see(partnership_id), body.get("goal_id") or uuid4()
        text = KeepText(
            fact_id=goal_id,
            partnership_id=partnership_id,
            author_id=seen.viewer.id,
            about_id=seen.row["mentee_id"],
            text=body.get("text"),
        )
        return acting.act(
            partnership_id,
            body,
            SetGoal,
            tell=goal,
            keep=[text],
            goal_id=goal_id,
            due_on=body["due_on"],
        )

    @routes.post("/partnerships/<uuid:partnership_id>/goals/<uuid:goal_id>/progress")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(ProgressBody)
    @routes.answers(201, Made)
    def report_progress(body: dict[str, Any], partnership_id: UUID, goal_id: UUID) -> Answer:
        return acting.act(
            partnership_id, body, ReportProgress, goal_id=goal_id, level=body["level"]
        )

    return routes


def check_in_routes(stores: Stores) -> Routes:
    routes = Routes("check-ins", description="How it is going, and whether")
    acting = Acting(stores=stores)

    @routes.post("/partnerships/<uuid:partnership_id>/check-ins")
    @allow("administrator", scope=WRITE)
    @routes.body(CheckInBody)
    @routes.answers(201, CheckInMade)
    def record_check_in(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            RecordCheckIn,
            tell=check_in,
            check_in_id=body.get("check_in_id") or uuid4(),
            **said_in_check_in(body),
        )

    @routes.post("/partnerships/<uuid:partnership_id>/explanations")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(ExplainBody)
    @routes.answers(201, Made)
    def explain_silence(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            ExplainSilence,
            reason=body["reason"],
            next_meeting_on=body["next_meeting_on"],
        )

    return routes


def said_in_check_in(body: dict[str, Any]) -> dict[str, Any]:
    names = (
        "with_",
        "meeting_as_agreed",
        "progress",
        "obstacle",
        "manager_respects_times",
        "rating",
        "needs_help",
    )
    return {name: body[name] for name in names}


def goal(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    return {"goal_id": next(event.goal_id for event in events if isinstance(event, GoalSet))}


def check_in(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    recorded = (event for event in events if isinstance(event, CheckInRecorded))
    return {"check_in_id": next(recorded).check_in_id}
