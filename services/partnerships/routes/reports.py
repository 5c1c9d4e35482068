"""Reports: held or missed, confirmed or disputed, taken back."""

from typing import Any
from uuid import UUID, uuid4

from services.partnerships.acting import Acting
from services.partnerships.partnership.confirming import (
    ConfirmMeeting,
    DisputeMeeting,
    RetractReport,
)
from services.partnerships.partnership.reporting import ReportHeld, ReportMissed
from services.partnerships.routes.meetings import MEETING, meeting
from services.partnerships.routes.partnerships import WRITE
from services.partnerships.schemas.answers import Made, MeetingMade
from services.partnerships.schemas.bodies import (
    HeldBody,
    HeldWithoutScheduleBody,
    MissedBody,
    NothingMoreBody,
)
from services.partnerships.stores import Stores
from services.partnerships.texts import KeepText
from shared.http.blueprint import Routes
from shared.http.commands import Answer
from shared.http.guard import allow


def report_routes(stores: Stores) -> Routes:
    routes = Routes("reports", description="Whether the two met")
    acting = Acting(stores=stores)

    def held(
        body: dict[str, Any], partnership_id: UUID, meeting_id: UUID, *, scheduled: bool
    ) -> Answer:
        seen = acting.see(partnership_id)
        note = KeepText(
            fact_id=meeting_id,
            partnership_id=partnership_id,
            author_id=seen.viewer.id,
            about_id=seen.partner,
            text=body.get("note"),
        )
        return acting.act(
            partnership_id,
            body,
            ReportHeld,
            tell=meeting,
            keep=[note],
            occurred_at=body["started_at"],
            meeting_id=meeting_id,
            started_at=body["started_at"],
            minutes=body["minutes"],
            scheduled=scheduled,
        )

    @routes.post("/partnerships/<uuid:partnership_id>/held-meetings")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(HeldWithoutScheduleBody)
    @routes.answers(201, MeetingMade)
    def report_held_without_schedule(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return held(body, partnership_id, body.get("meeting_id") or uuid4(), scheduled=False)

    @routes.post(f"{MEETING}/held")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(HeldBody)
    @routes.answers(201, MeetingMade)
    def report_held(body: dict[str, Any], partnership_id: UUID, meeting_id: UUID) -> Answer:
        return held(body, partnership_id, meeting_id, scheduled=True)

    @routes.post(f"{MEETING}/missed")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(MissedBody)
    @routes.answers(201, Made)
    def report_missed(body: dict[str, Any], partnership_id: UUID, meeting_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            ReportMissed,
            meeting_id=meeting_id,
            absent=body["absent"],
            reason=body["reason"],
        )

    return routes


def report_answer_routes(stores: Stores) -> Routes:
    routes = Routes("report-answers", description="What becomes of a report")
    acting = Acting(stores=stores)

    @routes.post(f"{MEETING}/confirmation")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(NothingMoreBody)
    @routes.answers(201, Made)
    def confirm_meeting(body: dict[str, Any], partnership_id: UUID, meeting_id: UUID) -> Answer:
        return acting.act(partnership_id, body, ConfirmMeeting, meeting_id=meeting_id)

    @routes.post(f"{MEETING}/dispute")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(NothingMoreBody)
    @routes.answers(201, Made)
    def dispute_meeting(body: dict[str, Any], partnership_id: UUID, meeting_id: UUID) -> Answer:
        return acting.act(partnership_id, body, DisputeMeeting, meeting_id=meeting_id)

    @routes.post(f"{MEETING}/retraction")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(NothingMoreBody)
    @routes.answers(201, Made)
    def retract_report(body: dict[str, Any], partnership_id: UUID, meeting_id: UUID) -> Answer:
        return acting.act(partnership_id, body, RetractReport, meeting_id=meeting_id)

    return routes
