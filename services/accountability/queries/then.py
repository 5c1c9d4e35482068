"""The overview and the work list as they would have been at an instant: folded up to it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.accountability.alerts.alert import Alert
from services.accountability.alerts.work_list import urgency
from services.accountability.asof import AsOf, as_of
from services.accountability.case.state import Case
from services.accountability.projections.alerts import known_alerts
from services.accountability.projections.participants import participants_of
from services.accountability.projections.partnerships import COLUMNS, row
from services.accountability.queries.alerts import Wanted
from services.accountability.queries.partnerships import Partnership
from services.accountability.queries.visible import partnerships_of
from services.accountability.viewer import CONTENT_RULES, ROLES, Viewer
from shared.database import Connection


def partnership_then(known: Partnership, case: Case, then: datetime) -> Partnership:
    """Put the row together from the case; who takes part is told as it is known today."""
    was = dict(zip((name for name, _ in COLUMNS), row(case), strict=True))
    pending, paused = was.pop("pending"), was.pop("paused")
    return Partnership(
        **was,
        **{f"{role}_id": getattr(known, f"{role}_id") for role in ROLES},
        next_meeting_at=min((at for at in pending if at >= then), default=None),
        paused=any(then in span for span in paused),
    )


def partnerships_then(
    connection: Connection, known: Sequence[Partnership], then: datetime
) -> Sequence[tuple[Partnership, Sequence[Alert]]]:
    """Fold these partnerships; those that were not proposed yet are left out."""
    folded = dict(as_of(connection, [row.partnership_id for row in known], then))
    return [
        (partnership_then(row, found.case, then), _open(found))
        for row in known
        if (found := folded[row.partnership_id]).case.proposed is not None
    ]


def _open(found: AsOf) -> Sequence[Alert]:
    return [alert for alert in found.alerts.values() if alert.closing is None]


def alerts_then(
    connection: Connection, viewer: Viewer, wanted: Wanted, then: datetime
) -> Sequence[Alert]:
    """Fold every partnership that may have such an alert, and choose; the worst first."""
    folded = as_of(connection, _candidates(connection, viewer, wanted, then), then)
    derived = [alert for _, found in folded for alert in found.alerts.values()]
    handled = _handled(connection, [alert for alert in derived if _fits(alert, wanted)], then)
    chosen = [alert for alert in handled if _waits(alert, wanted, then)]
    return sorted(_visible(connection, viewer, chosen), key=urgency)


def _candidates(
    connection: Connection, viewer: Viewer, wanted: Wanted, then: datetime
) -> Sequence[UUID]:
    """Find the partnerships with an alert raised by then, or that time is about to raise."""
    visible, values = partnerships_of(viewer, "partnership_id")
    rows = connection.execute(
        f"""
        SELECT partnership_id
        FROM alerts
        WHERE raised_at <= %(then)s
          AND (%(program_id)s::uuid IS NULL OR program_id = %(program_id)s)
          AND (%(partnership_id)s::uuid IS NULL OR partnership_id = %(partnership_id)s)
          AND (%(state)s <> 'open' OR closed_at IS NULL OR closed_at > %(then)s)
          AND {visible}
        UNION
        SELECT partnership_id
        FROM cases
        JOIN partnerships USING (partnership_id)
        WHERE next_due_at <= %(then)s
          AND (%(program_id)s::uuid IS NULL OR program_id = %(program_id)s)
          AND (%(partnership_id)s::uuid IS NULL OR partnership_id = %(partnership_id)s)
          AND {visible}
        """,  # noqa: S608 - our own text
        {
            **values,
            "then": then,
            "state": wanted.state,
            "program_id": wanted.program_id,
            "partnership_id": wanted.partnership_id,
        },
    )
    return [partnership_id for (partnership_id,) in rows]


def _fits(alert: Alert, wanted: Wanted) -> bool:
    is_open = alert.closing is None
    return (
        (wanted.state == "any" or is_open == (wanted.state == "open"))
        and wanted.rule in (None, alert.rule)
        and wanted.level in (None, alert.level)
    )


def _handled(connection: Connection, alerts: Sequence[Alert], then: datetime) -> Iterator[Alert]:
    """Add what had been done about the alerts by then, where nothing was done again later."""
    known = known_alerts(connection, {alert.alert_id for alert in alerts})
    for alert in alerts:
        recorded = known.get(alert.alert_id, alert)
        yield replace(
            alert,
            **{
                name: event
                for name in ("acknowledged", "snoozed", "dismissed")
                if (event := getattr(recorded, name)) is not None and event.at <= then
            },
        )


def _waits(alert: Alert, wanted: Wanted, then: datetime) -> bool:
    is_snoozed = alert.snoozed is not None and alert.snoozed.until > then
    match wanted.handling:
        case "waiting":
            return alert.dismissed is None and not is_snoozed
        case "acknowledged":
            return alert.acknowledged is not None
        case "snoozed":
            return is_snoozed and alert.dismissed is None
        case "dismissed":
            return alert.dismissed is not None
        case "any":
            return True


def _visible(connection: Connection, viewer: Viewer, alerts: Sequence[Alert]) -> Iterator[Alert]:
    whose = participants_of(connection, {alert.partnership_id for alert in alerts})
    for alert in alerts:
        view = viewer.view_of(whose[alert.partnership_id])
        if view == "full" or (view == "numbers" and alert.rule not in CONTENT_RULES):
            yield alert
