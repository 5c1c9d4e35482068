"""On which day that happened which an alert rests on: people are told a date, not an id."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from services.accountability.alerts.alert import Alert
from services.accountability.story.slots import day_of
from shared.database import Connection


def days_of_bases(connection: Connection, alerts: Collection[Alert]) -> Mapping[UUID, date]:
    """Find the local dates by alert; one that rests on nothing that happened has none."""
    asked = [alert for alert in alerts if alert.basis != "start" and alert.evidence]
    if not asked:
        return {}
    rows = connection.execute(
        _DAYS,
        (
            [alert.alert_id for alert in asked],
            [alert.partnership_id for alert in asked],
            [alert.rule for alert in asked],
            [alert.basis for alert in asked],
            [alert.evidence[0] for alert in asked],
        ),
    )
    return {alert_id: day_of(moment, zone) for alert_id, zone, moment in rows}


# The evidence is the basis itself, but for a streak: there it is what failed after the basis.
_DAYS = """
    WITH asked AS (
        SELECT *
        FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::uuid[])
            AS given (alert_id, partnership_id, rule, basis, evidence)
        JOIN partnerships USING (partnership_id)
    )
    SELECT
        alert_id,
        time_zone,
        coalesce((data->>'started_at')::timestamptz, least(occurred_at, recorded_at))
    FROM asked
    JOIN journal ON id = evidence AND stream = 'partnership-' || partnership_id
    WHERE rule IN ('no-meeting', 'no-next-meeting', 'no-progress', 'conflict-unanswered')
    UNION ALL
    SELECT alert_id, time_zone, started_at
    FROM asked
    CROSS JOIN LATERAL (
        SELECT (data->>'started_at')::timestamptz AS started_at
        FROM journal
        WHERE stream = 'partnership-' || partnership_id
          AND type = 'mentoring.MeetingHeld.v1'
          AND data->>'meeting_id' = basis
        ORDER BY journal.version DESC
        LIMIT 1
    ) AS held
    WHERE rule = 'missed-streak'
"""
