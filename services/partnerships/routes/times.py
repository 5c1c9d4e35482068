"""Making time: when the two could meet next."""

from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from services.partnerships.acting import Acting
from services.partnerships.calendars import calendars_of
from services.partnerships.partnership.asking import active
from services.partnerships.partnership.making_time import possible_times
from services.partnerships.routes.partnerships import READ
from services.partnerships.schemas.answers import PossibleTimes
from services.partnerships.schemas.bodies import TimesQuery
from services.partnerships.stores import Stores
from shared.http.blueprint import Routes
from shared.http.guard import allow


def time_routes(stores: Stores) -> Routes:
    routes = Routes("times", description="When the two could meet")
    acting = Acting(stores=stores)

    @routes.get("/partnerships/<uuid:partnership_id>/possible-times")
    @allow("administrator", "participant", "operator", scope=READ)
    @routes.query(TimesQuery)
    @routes.answers(200, PossibleTimes)
    def get_possible_times(query: dict[str, Any], partnership_id: UUID) -> Any:
        seen = acting.see(partnership_id)
        state, _ = acting.read(partnership_id)
        since = query.get("since") or stores.clock()
        until = since + timedelta(days=query["days"])
        calendars = calendars_of(stores, seen.row, range(since.year, until.year + 1))
        found = possible_times(active(state), calendars, since, until)
        return {"items": list(islice(found, query["limit"]))}, 200

    return routes
