"""POST /what-if: which alerts another policy would have raised. It changes nothing."""

from collections.abc import Mapping
from typing import Any

import msgspec

from services.accountability.asking import what_if, what_if_answer
from services.accountability.routes.callers import READ
from services.accountability.routes.instants import asked_about
from services.accountability.schemas.reports import DifferenceSchema, WhatIfBody
from shared.clock import Clock
from shared.database import Pool
from shared.events.event import encode
from shared.http.blueprint import Routes
from shared.http.commands import Answer
from shared.http.guard import allow
from shared.http.policy import policy_from


def what_if_routes(pool: Pool, clock: Clock) -> Routes:
    routes = Routes("what-if", description="What another policy would have said.")

    @routes.post("/what-if")
    @allow("administrator", "operator", scope=READ)
    @routes.body(WhatIfBody)
    @routes.answers(200, DifferenceSchema)
    def ask(body: Mapping[str, Any]) -> Answer:
        until, _ = asked_about({"as_of": body.get("until")}, clock)
        policy_from(body["policy"])
        fields = {name: msgspec.Raw(encode(value)) for name, value in body["policy"].items()}
        with pool.connection() as connection:
            found = what_if(connection, body.get("program_id"), until, fields)
            return what_if_answer(connection, found), 200, {}

    return routes
