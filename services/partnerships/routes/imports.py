"""History from elsewhere, said by an administrator: whole new partnerships with their own times."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from services.partnerships.callers import caller
from services.partnerships.candidates.knowing import Pairing, read_duration, read_knowledge
from services.partnerships.history import RefusedInHistoryError, relive
from services.partnerships.imports import Import, imported_before
from services.partnerships.routes.partnerships import made
from services.partnerships.schemas.answers import PartnershipMade
from services.partnerships.schemas.importing import ImportPartnershipBody
from services.partnerships.stores import Stores, stream_of
from services.partnerships.told import Background
from shared.envelope import Answered, NewEvent
from shared.errors import VersionConflictError
from shared.events.event import canonical
from shared.events.partnerships import PartnershipEvent
from shared.http.blueprint import Routes
from shared.http.commands import Answer, answer, answer_again, required, said
from shared.http.guard import allow
from shared.http.idempotency import idempotent
from shared.http.json import json_body
from shared.http.problems import Problem


def import_routes(stores: Stores) -> Routes:
    routes = Routes("imports", description="History from elsewhere")

    @routes.post("/imports/partnerships")
    @allow("administrator", scope="partnerships:import")
    @routes.body(ImportPartnershipBody)
    @routes.answers(201, PartnershipMade)
    def import_partnership(body: dict[str, Any]) -> Answer:
        stream = stream_of(body["partnership_id"])
        wanted = Import(stream=stream, digest=sha256(canonical(json_body())).hexdigest())
        if imported_before(stores.pool, wanted):
            return _unchanged(stores, stream)
        return _append(stores, wanted, _relived(stores, body))

    return routes


def _relived(stores: Stores, body: dict[str, Any]) -> Sequence[NewEvent[PartnershipEvent]]:
    try:
        return relive(body["commands"], _background(stores, body))
    except RefusedInHistoryError as refused:
        detail = f"Command {refused.index} is refused: {refused}"
        errors = {"commands": {refused.index: [str(refused)]}}
        raise Problem(409, refused.refusal.rule, detail, errors=errors) from refused


def _background(stores: Stores, body: dict[str, Any]) -> Background:
    first = body["commands"][0]
    if first["do"] != "propose":
        raise Problem(409, "imported-history", "A history begins with the command `propose`.")
    pairing = Pairing(
        program_id=first["program_id"],
        mentor_id=first["mentor_id"],
        mentee_id=first["mentee_id"],
        as_of=first["at"],
    )
    with stores.pool.connection() as connection:
        known = read_knowledge(connection, pairing)
        duration = read_duration(connection, pairing.program_id, known.terms_version)
    return Background(
        partnership_id=body["partnership_id"],
        known=known,
        duration=required(duration, "program", pairing.program_id),
    )


def _append(stores: Stores, wanted: Import, events: Sequence[NewEvent[PartnershipEvent]]) -> Answer:
    store = stores.partnerships(wanted)
    try:
        outcome = store.append(
            wanted.stream,
            events,
            expected_version=0,
            said=said(caller(stores.pool).name),
            request=idempotent({"stream": wanted.stream}),
            imported_at=stores.clock(),
        )
    except VersionConflictError:
        # The same import at the same time: whoever came first did it.
        if imported_before(stores.pool, wanted):
            return _unchanged(stores, wanted.stream)
        raise
    if isinstance(outcome, Answered):
        return answer_again(store, outcome, made)
    return answer(outcome, made)


def _unchanged(stores: Stores, stream: str) -> Answer:
    """200: it is all there, and nothing was done."""
    idempotent(None)
    history = stores.partnerships().read(stream)
    imported = [each for each in history.events if each.imported_at is not None]
    body, _, headers = answer(imported, made)
    return body, 200, headers
