"""Meetings: planned, moved, cancelled."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from services.partnerships.acting import Acting
from services.partnerships.partnership.scheduling import (
    CancelMeeting,
    MoveMeeting,
    NewMeeting,
    ScheduleMeeting,
)
from services.partnerships.routes.partnerships import WRITE
from services.partnerships.schemas.answers import CancellationMade, Made, MeetingMade
from services.partnerships.schemas.bodies import CancelBody, MoveBody, ScheduleBody
from services.partnerships.stores import Stores
from shared.events.partnerships import MeetingHeld, MeetingScheduled, PartnershipEvent
from shared.http.blueprint import Routes
from shared.http.commands import Answer
from shared.http.guard import allow

MEETING = "/partnerships/<uuid:partnership_id>/meetings/<uuid:meeting_id>"


def meeting_routes(stores: Stores) -> Routes:
    routes = Routes("meetings", description="When the two meet")
    acting = Acting(stores=stores)

    @routes.post("/partnerships/<uuid:partnership_id>/meetings")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(ScheduleBody)
    @routes.answers(201, MeetingMade)
    def schedule_meeting(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(
            partnership_id, body, ScheduleMeeting, tell=meeting, meeting=new_meeting(body)
        )

    @routes.post(f"{MEETING}/moves")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(MoveBody)
    @routes.answers(201, Made)
    def move_meeting(body: dict[str, Any], partnership_id: UUID, meeting_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            MoveMeeting,
            meeting_id=meeting_id,
            starts_at=body["starts_at"],
            minutes=body["minutes"],
            reason=body["reason"],
        )

    @routes.post(f"{MEETING}/cancellation")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(CancelBody)
    @routes.answers(201, CancellationMade)
    def cancel_meeting(body: dict[str, Any], partnership_id: UUID, meeting_id: UUID) -> Answer:
        instead = body.get("replacement")
        return acting.act(
            partnership_id,
            body,
            CancelMeeting,
            tell=_replacement,
            meeting_id=meeting_id,
            reason=body["reason"],
            replacement=new_meeting(instead) if instead else None,
        )

    return routes


def new_meeting(body: dict[str, Any]) -> NewMeeting:
    return NewMeeting(
        meeting_id=body.get("meeting_id") or uuid4(),
        starts_at=body["starts_at"],
        minutes=body["minutes"],
        slot=body["slot"],
    )


def meeting(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    return {"meeting_id": _new(events)}


def _replacement(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    return {"replacement_id": _new(events)}


def _new(events: Sequence[PartnershipEvent]) -> UUID | None:
    made = (each for each in events if isinstance(each, MeetingScheduled | MeetingHeld))
    return next((each.meeting_id for each in made), None)
