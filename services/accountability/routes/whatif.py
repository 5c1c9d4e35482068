"""POST /what-if: which alerts another policy would have raised. It changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.accountability.alerts.alert import Alert
from services.accountability.alerts.work_list import urgency
from services.accountability.answers.alerts import alert_answer
from services.accountability.asof import both
from services.accountability.policy import Replacement, with_policy
from services.accountability.queries.scope import partnerships_in
from services.accountability.routes.callers import READ
from services.accountability.routes.instants import asked_about
from services.accountability.schemas.reports import DifferenceSchema, WhatIfBody
from services.accountability.whatif import Difference, difference
from shared.clock import Clock
from shared.database import Connection, Pool
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
    def what_if(body: Mapping[str, Any]) -> Answer:
        until, _ = asked_about({"as_of": body["until"]} if "until" in body else {}, clock)
        policy_from(body["policy"])
        fields = {name: msgspec.Raw(encode(value)) for name, value in body["policy"].items()}
        with pool.connection() as connection:
            found = _difference(connection, body.get("program_id"), until, fields)
        return _answer(found), 200, {}

    return routes


def _difference(
    connection: Connection, program_id: UUID | None, until: datetime, fields: Replacement
) -> Difference:
    partnership_ids = partnerships_in(connection, program_id)
    before: dict[UUID, Alert] = {}
    after: dict[UUID, Alert] = {}
    folds = both(connection, partnership_ids, until, lambda fact: with_policy(fact, fields))
    for as_it_was, as_it_would_be in folds:
        before |= as_it_was
        after |= as_it_would_be
    return difference(len(partnership_ids), before, after)


def _answer(found: Difference) -> Mapping[str, Any]:
    return {
        "partnerships": found.partnerships,
        "appear": _answers(found.appear),
        "disappear": _answers(found.disappear),
        "move": [
            {"before": alert_answer(moved.before), "after": alert_answer(moved.after)}
            for moved in found.move
        ],
    }


def _answers(alerts: Sequence[Alert]) -> Sequence[Mapping[str, Any]]:
    return [alert_answer(alert) for alert in sorted(alerts, key=urgency)]
