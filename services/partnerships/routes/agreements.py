"""Agreements: drafted, read, signed by four, declined."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.partnerships.acting import Acting
from services.partnerships.candidates.knowing import read_duration
from services.partnerships.partnership.drafting import DraftAgreement
from services.partnerships.partnership.signing import Activate, DeclineAgreement, SignAgreement
from services.partnerships.partnership.state import Ended, Ongoing, draft
from services.partnerships.routes.partnerships import READ, WRITE
from services.partnerships.schemas.answers import (
    AgreementAnswer,
    AgreementList,
    AgreementMade,
    Made,
    SignatureMade,
)
from services.partnerships.schemas.bodies import DeclineBody, DraftBody, NothingMoreBody, SignBody
from services.partnerships.stores import Stores
from services.partnerships.views import show_agreement
from shared.events.partnerships import (
    AgreementDrafted,
    AgreementReplaced,
    PartnershipActivated,
    PartnershipEvent,
)
from shared.events.terms import DurationWeeks
from shared.http.blueprint import Routes
from shared.http.commands import Answer, required
from shared.http.guard import allow
from shared.http.preconditions import etag


def agreement_routes(stores: Stores) -> Routes:
    routes = Routes("agreements", description="What the four have agreed on")
    acting = Acting(stores=stores)

    @routes.post("/partnerships/<uuid:partnership_id>/agreements")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(DraftBody)
    @routes.answers(201, AgreementMade)
    def draft_agreement(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(
            partnership_id,
            body,
            DraftAgreement,
            tell=drafted,
            **text_of(body),
            duration=_duration(acting, partnership_id),
        )

    @routes.get("/partnerships/<uuid:partnership_id>/agreements")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, AgreementList)
    def get_agreements(partnership_id: UUID) -> Any:
        current, version = _current(acting, partnership_id)
        items = [show_agreement(current, each) for each in current.drafts]
        return {"items": items}, 200, etag(version)

    @routes.get("/partnerships/<uuid:partnership_id>/agreements/<int:agreement_version>")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.answers(200, AgreementAnswer)
    def get_agreement(partnership_id: UUID, agreement_version: int) -> Any:
        current, version = _current(acting, partnership_id)
        found = required(draft(current, agreement_version), "agreement", agreement_version)
        return show_agreement(current, found), 200, etag(version)

    return routes


def signature_routes(stores: Stores) -> Routes:
    routes = Routes("signatures", description="Who has signed what")
    acting = Acting(stores=stores)

    @routes.post(
        "/partnerships/<uuid:partnership_id>/agreements/<int:agreement_version>/signatures"
    )
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(SignBody)
    @routes.answers(201, SignatureMade)
    def sign_agreement(
        body: dict[str, Any], partnership_id: UUID, agreement_version: int
    ) -> Answer:
        return acting.act(
            partnership_id,
            body,
            SignAgreement,
            tell=signed,
            agreement_version=agreement_version,
            role=body["role"],
            digest=body["digest"],
        )

    @routes.post("/partnerships/<uuid:partnership_id>/agreements/<int:agreement_version>/declines")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(DeclineBody)
    @routes.answers(201, Made)
    def decline_agreement(
        body: dict[str, Any], partnership_id: UUID, agreement_version: int
    ) -> Answer:
        return acting.act(
            partnership_id,
            body,
            DeclineAgreement,
            agreement_version=agreement_version,
            role=body["role"],
            reason=body["reason"],
        )

    @routes.post("/partnerships/<uuid:partnership_id>/activation")
    @allow("administrator", "participant", scope=WRITE)
    @routes.body(NothingMoreBody)
    @routes.answers(201, Made)
    def activate_partnership(body: dict[str, Any], partnership_id: UUID) -> Answer:
        return acting.act(partnership_id, body, Activate)

    return routes


def text_of(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of a draft as the command has them."""
    lists = ("slots", "contingencies")
    plain = ("starts_on", "ends_on", "cadence_days", "notice_hours", "agenda_hours", "review_on")
    return {name: body[name] for name in plain} | {name: tuple(body[name]) for name in lists}


def drafted(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    text = next(event for event in events if isinstance(event, AgreementDrafted))
    return {"agreement_version": text.agreement_version, "digest": text.digest}


def signed(events: Sequence[PartnershipEvent]) -> dict[str, Any]:
    in_force = AgreementReplaced | PartnershipActivated
    return {"in_force": any(isinstance(event, in_force) for event in events)}


def _current(acting: Acting, partnership_id: UUID) -> tuple[Ongoing, int]:
    acting.see(partnership_id)
    state, history = acting.read(partnership_id)
    return state.before if isinstance(state, Ended) else state, history.version


def _duration(acting: Acting, partnership_id: UUID) -> DurationWeeks:
    row = acting.see(partnership_id).row
    with acting.stores.pool.connection() as connection:
        found = read_duration(connection, row["program_id"], row["terms_version"])
    return required(found, "terms", row["terms_version"])
