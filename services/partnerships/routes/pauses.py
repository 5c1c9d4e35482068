"""Pauses: asked for, and over."""

from typing import Any
from uuid import UUID

from services.partnerships.acting import Acting
from services.partnerships.partnership.pausing import Pause, Resume
from services.partnerships.routes.partnerships import WRITE
from services.partnerships.schemas.answers import Made
from services.partnerships.schemas.bodies import PauseBody, ResumeBody
from services.partnerships.stores import Stores
from shared.http.blueprint import Routes
from shared.http.commands import Answer
from shared.http.guard import allow


def pause_routes(stores: Stores) -> Routes:
    routes = Routes("pauses", description="When nothing is due")
    acting = Acting(stores=stores)

    @routes.post("/partnerships/<uuid:partnership_id>/pauses")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(PauseBody)
    @routes.answers(201, Made)
    def pause_partnership(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            Pause,
            paused_on=body["paused_on"],
            resumes_on=body["resumes_on"],
            reason=body["reason"],
        )

    @routes.post("/partnerships/<uuid:partnership_id>/resumption")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(ResumeBody)
    @routes.answers(201, Made)
    def resume_partnership(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(partnership_id, body, Resume, resumed_on=body["resumed_on"])

    return routes
