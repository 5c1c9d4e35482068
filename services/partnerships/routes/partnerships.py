"""Partnerships: proposed, listed, looked at, ended."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from services.partnerships.acting import Acting
from services.partnerships.callers import caller
from services.partnerships.candidates.knowing import Pairing
from services.partnerships.partnership.decider import partnership
from services.partnerships.partnership.ending import End
from services.partnerships.partnership.proposal import Propose
from services.partnerships.proposing import KnowledgeChangedError, StillSo, know
from services.partnerships.queries import list_partnerships, names_of
from services.partnerships.schemas.answers import (
    Made,
    PartnershipAnswer,
    PartnershipList,
    PartnershipMade,
)
from services.partnerships.schemas.bodies import EndBody, PartnershipQuery, ProposeBody
from services.partnerships.stores import Stores, stream_of
from services.partnerships.texts import texts_of
from services.partnerships.views import show_partnership
from shared.errors import VersionConflictError
from shared.events.partnerships import PartnershipEvent, PartnershipProposed
from shared.http.blueprint import Routes
from shared.http.commands import Answer, carry_out
from shared.http.fields import happened_at
from shared.http.guard import allow
from shared.http.paging import page_answer, page_of
from shared.http.preconditions import etag

READ, WRITE = "partnerships:read", "partnerships:write"
_ATTEMPTS = 5


def partnership_routes(stores: Stores) -> Routes:
    routes = Routes("partnerships", description="Who works with whom")
    acting = Acting(stores=stores)

    @routes.post("/partnerships")
    @allow("administrator", scope=WRITE)
    @routes.body(ProposeBody)
    @routes.answers(201, PartnershipMade)
    def propose_partnership(body: dict[str, Any]) -> Answer:
        for _ in range(_ATTEMPTS):
            try:
                return _propose(stores, body)
            except KnowledgeChangedError:
                continue
        raise VersionConflictError

    @routes.get("/partnerships")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.query(PartnershipQuery)
    @routes.answers(200, PartnershipList)
    def get_partnerships(query: dict[str, Any]) -> Answer:
        page = page_of(query)
        rows = list_partnerships(
            stores.pool,
            page,
            program_id=query.get("program_id"),
            person_id=query.get("person_id"),
            state=query.get("state"),
            seen_by=caller(stores.pool).seen_by,
        )
        return page_answer(rows, page, [row["partnership_id"] for row in rows[-1:]])

    @routes.get("/partnerships/<uuid:partnership_id>")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, PartnershipAnswer)
    def get_partnership(partnership_id: UUID) -> Any:
        seen = acting.see(partnership_id)
        state, history = acting.read(partnership_id)
        with stores.pool.connection() as connection:
            people = [event_id for role, event_id in seen.row.items() if role.endswith("_id")]
            names = names_of(connection, people) if seen.viewer.sees_names else {}
            texts = texts_of(connection, partnership_id) if seen.eyes == "pair" else {}
        shown = show_partnership(state, seen.eyes, names, texts, stores.clock())
        return shown, 200, etag(history.version)

    @routes.post("/partnerships/<uuid:partnership_id>/end")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(EndBody)
    @routes.answers(201, Made)
    def end_partnership(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            End,
            ended_on=body["ended_on"],
            outcome=body["outcome"],
            reason=body["reason"],
        )

    return routes


def made(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    return {
        "partnership_id": next(
            event.partnership_id for event in events if isinstance(event, PartnershipProposed)
        )
    }


def _propose(stores: Stores, body: dict[str, Any]) -> Answer:
    viewer, now = caller(stores.pool), stores.clock()
    partnership_id = body.get("partnership_id") or uuid4()
    pairing = Pairing(
        program_id=body["program_id"], mentor_id=body["mentor_id"], mentee_id=body["mentee_id"]
    )
    known = know(stores.pool, pairing)
    command = Propose(
        by=viewer.actor,
        now=now,
        happened_at=body.get("time"),
        partnership_id=partnership_id,
        program_id=pairing.program_id,
        mentor_id=pairing.mentor_id,
        mentee_id=pairing.mentee_id,
        time_zone=body["time_zone"],
        known=known,
    )
    return carry_out(
        stores.partnerships(StillSo(pairing=pairing, known=known)),
        partnership,
        stream_of(partnership_id),
        command,
        actor=viewer.name,
        occurred_at=happened_at(body, now),
        tell=made,
    )
