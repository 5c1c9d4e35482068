"""The two questions to the journal that the API and the command line both ask."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.accountability.alerts.alert import Alert
from services.accountability.alerts.work_list import urgency
from services.accountability.answers.alerts import alert_answer
from services.accountability.asof import as_of, both
from services.accountability.policy import Replacement, with_policy
from services.accountability.queries.bases import days_of_bases
from services.accountability.queries.scope import partnerships_in
from services.accountability.whatif import Difference, difference
from shared.database import Connection


def open_as_of(connection: Connection, program_id: UUID | None, at: datetime) -> Sequence[Alert]:
    """Tell the alerts that were open at an instant, the worst first."""
    folds = as_of(connection, partnerships_in(connection, program_id), at)
    found = [alert for _, fold in folds for alert in fold.alerts.values() if not alert.closing]
    return sorted(found, key=urgency)


def what_if(
    connection: Connection, program_id: UUID | None, until: datetime, fields: Replacement
) -> Difference:
    """Compare the pinned policies with the same where `fields` replace some of them."""
    partnership_ids = partnerships_in(connection, program_id)
    before: dict[UUID, Alert] = {}
    after: dict[UUID, Alert] = {}
    folds = both(connection, partnership_ids, until, lambda fact: with_policy(fact, fields))
    for as_it_was, as_it_would_be in folds:
        before |= as_it_was
        after |= as_it_would_be
    return difference(len(partnership_ids), before, after)


def what_if_answer(connection: Connection, found: Difference) -> Mapping[str, Any]:
    before = alert_answers(connection, [moved.before for moved in found.move])
    after = alert_answers(connection, [moved.after for moved in found.move])
    return {
        "partnerships": found.partnerships,
        "appear": alert_answers(connection, sorted(found.appear, key=urgency)),
        "disappear": alert_answers(connection, sorted(found.disappear, key=urgency)),
        "move": [
            {"before": was, "after": would_be} for was, would_be in zip(before, after, strict=True)
        ],
    }


def alert_answers(connection: Connection, alerts: Sequence[Alert]) -> Sequence[Mapping[str, Any]]:
    days = days_of_bases(connection, alerts)
    return [alert_answer(alert, days.get(alert.alert_id)) for alert in alerts]
