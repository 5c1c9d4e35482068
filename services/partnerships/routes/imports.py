"""History from elsewhere, said by an administrator: whole new partnerships with their own times."""

from typing import Any

from services.partnerships.callers import caller
from services.partnerships.candidates.knowing import Pairing, read_duration, read_knowledge
from services.partnerships.history import relive
from services.partnerships.routes.partnerships import made
from services.partnerships.schemas.answers import PartnershipMade
from services.partnerships.schemas.importing import ImportPartnershipBody
from services.partnerships.stores import Stores, stream_of
from services.partnerships.told import Background
from shared.http.blueprint import Routes
from shared.http.commands import Answer, required
from shared.http.guard import allow
from shared.http.importing import import_history
from shared.http.problems import Problem


def import_routes(stores: Stores) -> Routes:
    routes = Routes("imports", description="History from elsewhere")

    @routes.post("/imports/partnerships")
    @allow("administrator", scope="partnerships:import")
    @routes.body(ImportPartnershipBody)
    @routes.answers(201, PartnershipMade)
    def import_partnership(body: dict[str, Any]) -> Answer:
        return import_history(
            stores.pool,
            stores.partnerships,
            stream_of(body["partnership_id"]),
            lambda: relive(body["commands"], _background(stores, body)),
            actor=caller(stores.pool).name,
            clock=stores.clock,
            tell=made,
        )

    return routes


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
